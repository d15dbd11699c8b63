export * from './state.js';
export * from './order-placed.js';
export * from './order-confirmed.js';
export * from './order-cancelled.js';
