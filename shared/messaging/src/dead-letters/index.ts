export { DeadLetterAudit, type AuditOptions, type DeadLetterAction } from './audit.js';
export { handleOf, isSelected, type DeadLetterSelection } from './dead-letter.js';
export type { Obstacle } from './obstacle.js';
export {
  deadLettersAtMost,
  resolveDeadLetters,
  resolvedAtMost,
  type Resolved,
  type ResolveOptions,
} from './resolve.js';
export { shownBody } from './shown-body.js';
