import type { Commits, SuspectAttempts } from '@ordergraph/messaging/internals';
import { commitName } from '../story/names.js';
import type { MemoryCommits } from '../memory/index.js';
import type { SimulatedProcess } from './simulated-process.js';

/**
 * The store as one process reaches it: each write is a step, so that anything can come between two of them. A read answers
 * at once: it changes nothing, and what happens after it is what matters. Looking for what is due is a step all the same, so that
 * whoever looks again and again is found out.
 */
export function steppedCommits(store: MemoryCommits, process: SimulatedProcess): Commits {
  const write = <Result>(what: () => string, effect: () => Promise<Result>): Promise<Result> =>
    process.request(what, effect, databaseLost);
  return {
    append: (commit) =>
      write(
        () => `commits ${commitName(commit)}`,
        () => store.append(commit),
      ),
    read: (stream) => store.read(stream),
    existing: (ids) => store.existing(ids),
    markPublished: (commit, isSuperseded) =>
      write(
        () => `marks ${commit._id.stream} v${commit._id.version} as published`,
        () => store.markPublished(commit, isSuperseded),
      ),
    arm: (id, nextTryAt) =>
      write(
        () => `arms ${id.stream} v${id.version} again`,
        () => store.arm(id, nextTryAt),
      ),
    takeOverdue: (now, limit) =>
      write(
        () => 'takes what is overdue',
        () => store.takeOverdue(now, limit),
      ),
    due: (now, limit) =>
      write(
        () => 'looks for what is due',
        () => store.due(now, limit),
      ),
    dropWakes: (ids) =>
      write(
        () => 'drops wakes that newer commits superseded',
        () => store.dropWakes(ids),
      ),
    setWake: (commit, next) =>
      write(
        () => `sets the next wake of ${commit._id.stream}`,
        () => store.setWake(commit, next),
      ),
    blank: (blankings) =>
      write(
        () => 'blanks secrets that have served',
        () => store.blank(blankings),
      ),
    idle: () => store.idle(),
  };
}

/** Where a process notes that it handles a message alone. */
export const steppedSuspectAttempts = (stored: SuspectAttempts, process: SimulatedProcess): SuspectAttempts => ({
  begin: (queue, id) =>
    process.request(
      () => `takes ${id} alone`,
      () => stored.begin(queue, id),
      databaseLost,
    ),
  survived: (queue, id) =>
    process.request(
      () => `survived ${id}`,
      () => stored.survived(queue, id),
      databaseLost,
    ),
});

/** As the MongoDB driver says it: the outcome is unknown, and it costs a message no attempt. */
export const databaseLost = (what: string): Error =>
  Object.assign(new Error(`the connection was lost: ${what}`), { name: 'MongoNetworkError' });
