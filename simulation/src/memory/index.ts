export { MemoryCommits } from './memory-commits.js';
export { MemoryGuards } from './memory-guards.js';
export { MemorySuspectAttempts } from './memory-suspect-attempts.js';
export { MemoryViews } from './memory-views.js';
