export { MemoryCommits, MemoryGuards, MemoryViews } from './memory/index.js';
export { check, type CheckOptions, type Counterexample } from './check/check.js';
export { play, type Played, type PlayOptions } from './schedule/play.js';
export type { Deed, Move, Schedule } from './schedule/moves.js';
export { schedules } from './schedule/schedules.js';
export type { Replacements } from './world/replacements.js';
export { type Plant, plants } from './plants/index.js';
