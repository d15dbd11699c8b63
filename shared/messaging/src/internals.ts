/** What `Messaging` is put together from, for whoever does it over another store and another broker: the simulation. */
export { CommitStore } from './commits/commit-store.js';
export { decideGuarded, type DecisionContext } from './commits/decide-guarded.js';
export { GuardedCommits } from './commits/guarded-commits.js';
export * from './commits/port.js';
export { SnapshotStore } from './commits/snapshot-store.js';
export { type Outgoing, outgoingOf } from './publishing/outgoing.js';
export { rowsOf, typesShown } from './views/rows.js';
export { topologyOf } from './topology.js';
export { createWriting, type Writing } from './writing.js';
export type { SuspectAttempts } from './consuming/suspect-attempts.js';
export type { Waiting } from './consuming/waiting.js';
