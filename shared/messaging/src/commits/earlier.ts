import type { Cause, Executed } from './execution.js';
import type { Loaded } from './fold.js';

export const stateOf = <State>({ state, version }: Loaded<State>): { state: State; version: number } => ({
  state,
  version,
});

/** What the same cause led to before, if it did. */
export function findEarlier<State>(loaded: Loaded<State>, { cause, inputHash }: Cause): Executed<State> | undefined {
  const commit = loaded.commits.find((candidate) => candidate.cause === cause);
  if (!commit) return undefined;
  if (inputHash !== undefined && commit.inputHash !== inputHash) return { ...stateOf(loaded), outcome: 'key-reused' };
  return { ...stateOf(loaded), outcome: 'repeated', commit };
}
