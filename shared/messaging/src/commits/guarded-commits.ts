import type { ContractRegistry } from '@ordergraph/events';
import type { mongo } from 'mongoose';
import type { Clock } from '../database-clock.js';
import { GroupFlush, type Settled } from '../group-flush.js';
import { streamName } from './commit.js';
import { isDuplicateKey } from './commit-store.js';
import { findEarlier } from './earlier.js';
import { type Decider, isRefused } from './decider.js';
import type { Executed, GuardedExecution } from './execution.js';
import { fold, type Loaded } from './fold.js';
import { GuardedBatch } from './guarded-batch.js';
import { prepareCommit } from './prepare.js';
import { runTransaction } from './transaction.js';

/**
 * Commits that move together with guards: many commands share one transaction, decided one after the other in memory.
 *
 * A transaction reads the streams and guards of its batch first, so a repeated cause is seen before anything is written.
 * A duplicate key aborts the whole transaction (another process took a version, a cause or a new guard): the batch is then
 * run one by one, so that one command's conflict costs the others nothing but time.
 */
export class GuardedCommits {
  readonly #client: mongo.MongoClient;
  readonly #database: mongo.Db;
  readonly #registry: ContractRegistry;
  readonly #clock: Clock;
  readonly #flush: GroupFlush<Guarded, Executed<unknown, unknown>>;

  constructor(options: {
    readonly client: mongo.MongoClient;
    readonly database: mongo.Db;
    readonly registry: ContractRegistry;
    readonly clock: Clock;
  }) {
    this.#client = options.client;
    this.#database = options.database;
    this.#registry = options.registry;
    this.#clock = options.clock;
    this.#flush = new GroupFlush((batch) => this.#run(batch), 100);
  }

  execute<State, Refusal>(
    decider: Decider<State>,
    id: string,
    execution: GuardedExecution<State, Refusal>,
  ): Promise<Executed<State, Refusal>> {
    const guarded = { decider, id, execution } as unknown as Guarded;
    return this.#flush.add(guarded) as Promise<Executed<State, Refusal>>;
  }

  idle(): Promise<void> {
    return this.#flush.idle();
  }

  async #run(batch: readonly Guarded[]): Promise<readonly Settled<Executed<unknown, unknown>>[]> {
    try {
      return await this.#transact(batch);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const results: Settled<Executed<unknown, unknown>>[] = [];
    for (const guarded of batch) results.push(...(await this.#alone(guarded)));
    return results;
  }

  async #alone(guarded: Guarded): Promise<readonly Settled<Executed<unknown, unknown>>[]> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#transact([guarded]);
      } catch (error) {
        if (!isDuplicateKey(error) || tries === maximumTries) return [{ error }];
      }
    }
  }

  #transact(batch: readonly Guarded[]): Promise<readonly Settled<Executed<unknown, unknown>>[]> {
    return runTransaction(this.#client, async (session) => {
      const work = await GuardedBatch.read(this.#database, session, {
        streams: batch.map(({ decider, id }) => streamName(decider.category, id)),
        guards: batch.flatMap(({ execution }) => execution.guards),
      });
      const results = batch.map((guarded) => this.#decide(guarded, work));
      await work.write();
      return results;
    });
  }

  #decide(guarded: Guarded, work: GuardedBatch): Settled<Executed<unknown, unknown>> {
    try {
      return { value: this.#decideOne(guarded, work) };
    } catch (error) {
      return { error };
    }
  }

  #decideOne({ decider, id, execution }: Guarded, work: GuardedBatch): Executed<unknown, unknown> {
    const stream = streamName(decider.category, id);
    const loaded: Loaded<unknown> = fold(decider, id, work.commits(stream), this.#registry);
    const earlier = findEarlier(loaded, execution);
    if (earlier) return earlier;
    const { state, version } = loaded;
    const at = this.#clock.now();
    const decision = execution.decide(state, work, at);
    if (isRefused(decision)) return { state, version, outcome: 'refused', refusal: decision.refused };
    if (decision.messages.length === 0) return { state, version, outcome: 'unchanged' };
    const prepared = prepareCommit({
      decider,
      stream,
      loaded,
      messages: decision.messages,
      cause: execution,
      at,
      registry: this.#registry,
    });
    work.record(prepared.commit, decision.changes);
    return {
      outcome: 'committed',
      state: prepared.state,
      version: prepared.commit._id.version,
      commit: prepared.commit,
    };
  }
}

interface Guarded {
  readonly decider: Decider<unknown>;
  readonly id: string;
  readonly execution: GuardedExecution<unknown, unknown>;
}

const maximumTries = 20;
