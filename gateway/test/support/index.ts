/** A running gateway before a small graph, for tests of what talks to a gateway. */
export { EventLog } from './event-log.js';
export { type Count } from './graph.js';
export { type Platform, startPlatform } from './platform.js';
