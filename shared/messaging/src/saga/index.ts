export * from './definition.js';
export * from './facts.js';
export * from './state.js';
export { evolveSaga } from './evolve.js';
export type { SagaSituation } from './draft.js';
export * from './runner.js';
