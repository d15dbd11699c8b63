export * from './broker-logger.js';
export * from './port.js';
