export * from './replay-requested.js';
export * from './replay-ended.js';
