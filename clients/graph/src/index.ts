export { operationIds } from './generated/operation-ids.js';
export * from './generated/operations.js';
export { possibleTypes } from './generated/possible-types.js';
