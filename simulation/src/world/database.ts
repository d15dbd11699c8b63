import type { ContractRegistry } from '@ordergraph/events';
import { MemoryCommits, MemoryGuards, MemorySuspectAttempts, MemoryViews } from '../memory/index.js';

/** What one service has stored: it outlives every process. */
export interface Database {
  readonly commits: MemoryCommits;
  readonly guards: MemoryGuards;
  readonly views: MemoryViews;
  readonly suspectAttempts: MemorySuspectAttempts;
}

export function openDatabase(registry: ContractRegistry): Database {
  const commits = new MemoryCommits();
  return {
    commits,
    guards: new MemoryGuards(commits),
    views: new MemoryViews(registry),
    suspectAttempts: new MemorySuspectAttempts(),
  };
}
