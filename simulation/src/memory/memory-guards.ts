import {
  type Commit,
  type Decider,
  type Executed,
  type GuardChange,
  type GuardedExecution,
  type GuardKey,
  type GuardReader,
  streamName,
} from '@ordergraph/messaging';
import { decideGuarded, type DecisionContext, type GuardedExecutor } from '@ordergraph/messaging/internals';
import type { MemoryCommits } from './memory-commits.js';

/**
 * Guards in memory beside their commits. A transaction is one call: nothing comes between what it reads and what it writes,
 * as MongoDB's snapshot and write conflicts see to.
 */
export class MemoryGuards {
  readonly #commits: MemoryCommits;
  readonly #values = new Map<string, object>();

  constructor(commits: MemoryCommits) {
    this.#commits = commits;
  }

  get<Value extends object>(collection: string, id: string): Value | undefined {
    return this.#values.get(nameOf({ collection, id })) as Value | undefined;
  }

  set({ value, ...key }: GuardChange): void {
    if (value) this.#values.set(nameOf(key), value);
    else this.#values.delete(nameOf(key));
  }

  /** The guards as the transactions of one process reach them. */
  executor(context: () => DecisionContext): GuardedExecutor {
    return { execute: (decider, id, execution) => this.#execute({ decider, id, execution }, context()) };
  }

  async #execute<State, Refusal>(
    guarded: { decider: Decider<State>; id: string; execution: GuardedExecution<State, Refusal> },
    context: DecisionContext,
  ): Promise<Executed<State, Refusal>> {
    const { decider, id, execution } = guarded;
    const commits = this.#commits.of(streamName(decider.category, id));
    const { executed, changes } = decideGuarded(guarded, { commits, guards: this.#reader(execution.guards) }, context);
    if (executed.outcome === 'committed') this.#write(executed.commit, changes);
    return executed;
  }

  #reader(guards: readonly GuardKey[]): GuardReader {
    const named = new Set(guards.map(nameOf));
    return {
      get: <Value extends object>(collection: string, id: string): Value | undefined => {
        if (!named.has(nameOf({ collection, id })))
          throw new TypeError(`the guard ${collection}/${id} was not named in \`guards\``);
        return this.get<Value>(collection, id);
      },
    };
  }

  #write(commit: Commit, changes: readonly GuardChange[]): void {
    if (!this.#commits.insert(commit)) throw new TypeError(`${commit._id.stream} was written during a transaction`);
    for (const change of changes) this.set(change);
  }
}

const nameOf = ({ collection, id }: GuardKey): string => `${collection}/${id}`;
