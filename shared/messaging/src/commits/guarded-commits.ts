import type { ContractRegistry } from '@ordergraph/events';
import type { mongo } from 'mongoose';
import { crashPoint } from '../crash-points.js';
import type { Clock } from '../database-clock.js';
import { GroupFlush, type Settled } from '../group-flush.js';
import { streamName } from './commit.js';
import { isDuplicateKey } from './commit-store.js';
import { decideGuarded, type Guarded } from './decide-guarded.js';
import type { Decider } from './decider.js';
import type { Executed, GuardedExecution } from './execution.js';
import { GuardedBatch, type StreamNeeded } from './guarded-batch.js';
import type { Lineage } from './lineage.js';
import type { GuardedExecutor } from './port.js';
import type { IsShown } from './prepare.js';
import type { SnapshotStore } from './snapshot-store.js';
import { runTransaction } from './transaction.js';

/**
 * Commits that move together with guards: many commands share one transaction, decided one after the other in memory.
 *
 * A transaction reads the streams and guards of its batch first, so a repeated cause is seen before anything is written.
 * A duplicate key aborts the whole transaction (another process took a version, a cause or a new guard): the batch is then
 * run one by one, so that one command's conflict costs the others nothing but time.
 */
export class GuardedCommits implements GuardedExecutor {
  readonly #client: mongo.MongoClient;
  readonly #database: mongo.Db;
  readonly #snapshots: SnapshotStore;
  readonly #registry: ContractRegistry;
  readonly #clock: Clock;
  readonly #isShown: IsShown | undefined;
  readonly #lineage: Lineage | undefined;
  readonly #flush: GroupFlush<Guarded, Executed<unknown, unknown>>;

  constructor(options: {
    readonly client: mongo.MongoClient;
    readonly database: mongo.Db;
    readonly snapshots: SnapshotStore;
    readonly registry: ContractRegistry;
    readonly clock: Clock;
    readonly isShown?: IsShown;
    readonly lineage?: Lineage;
  }) {
    this.#client = options.client;
    this.#database = options.database;
    this.#snapshots = options.snapshots;
    this.#registry = options.registry;
    this.#clock = options.clock;
    this.#isShown = options.isShown;
    this.#lineage = options.lineage;
    this.#flush = new GroupFlush((batch) => this.#run(batch), { maximumBatch: 100 });
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

  async #transact(batch: readonly Guarded[]): Promise<readonly Settled<Executed<unknown, unknown>>[]> {
    const streams = await Promise.all(batch.map((guarded) => this.#needed(guarded)));
    const results = await runTransaction(this.#client, async (session) => {
      const guards = batch.flatMap(({ execution }) => execution.guards);
      const work = await GuardedBatch.read(this.#database, session, { streams, guards });
      const decided = batch.map((guarded) => this.#decide(guarded, work));
      await work.write();
      return decided;
    });
    if (results.some(hasCommitted)) crashPoint('after-guarded-commit');
    return results;
  }

  async #needed({ decider, id, execution: { cause } }: Guarded): Promise<StreamNeeded> {
    const stream = streamName(decider.category, id);
    return { stream, snapshot: await this.#snapshots.find(stream, decider.evolveVersion), cause };
  }

  #decide(guarded: Guarded, work: GuardedBatch): Settled<Executed<unknown, unknown>> {
    try {
      return { value: this.#decideOne(guarded, work) };
    } catch (error) {
      return { error };
    }
  }

  #decideOne(guarded: Guarded, work: GuardedBatch): Executed<unknown, unknown> {
    const { cause } = guarded.execution;
    const { earlier, ...read } = work.stream(streamName(guarded.decider.category, guarded.id));
    const context = {
      registry: this.#registry,
      at: this.#clock.now(),
      isShown: this.#isShown,
      era: this.#lineage?.era,
    };
    const { executed, changes } = decideGuarded(
      guarded,
      { ...read, earlier: earlier.find((commit) => commit.cause === cause), guards: work },
      context,
    );
    if (executed.outcome === 'committed') work.record(executed.commit, changes);
    return executed;
  }
}

const maximumTries = 20;

const hasCommitted = (settled: Settled<Executed<unknown, unknown>>): boolean =>
  'value' in settled && settled.value.outcome === 'committed';
