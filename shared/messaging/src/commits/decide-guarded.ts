import type { ContractRegistry } from '@ordergraph/events';
import { type Commit, streamName } from './commit.js';
import { type Decider, isRefused } from './decider.js';
import { earlierOutcome } from './earlier.js';
import type { Executed, GuardChange, GuardedExecution, GuardReader } from './execution.js';
import { loadedFrom } from './fold.js';
import { type IsShown, prepareCommit } from './prepare.js';
import type { Era } from './lineage.js';
import type { StreamRead } from './snapshot.js';

/** A command with the stream it is decided over. */
export interface Guarded<State = unknown, Refusal = unknown> {
  readonly decider: Decider<State>;
  readonly id: string;
  readonly execution: GuardedExecution<State, Refusal>;
}

/** What a transaction has read, as this command must see it. */
export interface GuardedReads extends StreamRead {
  /** The commit from before the snapshot that the command's cause made. */
  readonly earlier?: Commit | undefined;
  readonly guards: GuardReader;
}

export interface DecisionContext {
  readonly registry: ContractRegistry;
  readonly at: Date;
  readonly isShown?: IsShown | undefined;
  readonly era?: Era | undefined;
}

/** Decides one command of a transaction: how it ended, and the guards that move with its commit. Pure. */
export function decideGuarded<State, Refusal>(
  { decider, id, execution }: Guarded<State, Refusal>,
  { guards, earlier, ...read }: GuardedReads,
  { registry, at, isShown, era }: DecisionContext,
): { readonly executed: Executed<State, Refusal>; readonly changes: readonly GuardChange[] } {
  const loaded = loadedFrom(decider, id, read, registry);
  const { state, version } = loaded;
  const made = read.commits.find(({ cause }) => cause === execution.cause) ?? earlier;
  if (made) return { executed: earlierOutcome(loaded, made, execution), changes: [] };
  const decision = execution.decide(state, guards, at);
  if (isRefused(decision))
    return { executed: { state, version, outcome: 'refused', refusal: decision.refused }, changes: [] };
  const { messages, changes } = decision;
  if (messages.length === 0) return { executed: { state, version, outcome: 'unchanged' }, changes: [] };
  const stream = streamName(decider.category, id);
  const prepared = prepareCommit({ decider, stream, loaded, messages, cause: execution, at, registry, isShown, era });
  const { commit } = prepared;
  return { executed: { outcome: 'committed', state: prepared.state, version: commit._id.version, commit }, changes };
}
