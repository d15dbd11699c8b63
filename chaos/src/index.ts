export * from './instruments/index.js';
export { Replica, type Release, type ReplicaOptions } from './platform/replica.js';
export { createRandom, type Random } from './random.js';
