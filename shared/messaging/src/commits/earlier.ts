import type { Commit } from './commit.js';
import type { Cause, Executed } from './execution.js';
import type { Folded } from './fold.js';

export const stateOf = <State>({ state, version }: Folded<State>): Folded<State> => ({ state, version });

/** How a cause ends that has made a commit before. */
export function earlierOutcome<State>(loaded: Folded<State>, commit: Commit, { inputHash }: Cause): Executed<State> {
  if (inputHash !== undefined && commit.inputHash !== inputHash) return { ...stateOf(loaded), outcome: 'key-reused' };
  return { ...stateOf(loaded), outcome: 'repeated', commit };
}
