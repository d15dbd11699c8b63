/** What `Messaging` is put together from, for whoever does it over another store and another broker: the simulation. */
export { CommitStore } from './commits/commit-store.js';
export { decideGuarded } from './commits/decide-guarded.js';
export * from './commits/port.js';
export { topologyOf } from './topology.js';
export { createWriting, type Writing } from './writing.js';
export type { Waiting } from './consuming/waiting.js';
