import { randomUUID } from 'node:crypto';
import { type DataOf, type ReplayEnded, ReplayRequested } from '@ordergraph/events';
import type { mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Broker, BrokerMessage } from '../broker/port.js';
import type { ConsumerDefinition } from '../consuming/definitions.js';
import { Periodic } from '../periodic.js';
import { ownersOf, replaysQueue } from '../topology.js';

/** A replay that was asked for, kept until its end marker came. */
interface ReplayDocument {
  /** `<queue>/<owner>`. */
  readonly _id: string;
  readonly replayId: string;
  readonly queue: string;
  readonly owner: string;
  readonly routingKeys: readonly string[];
  readonly endedAt?: Date;
}

/**
 * Asks the owners for the history of consumers whose queue is new, and asks again until they have answered.
 *
 * Per queue and owner: unasked → asked (recorded before the queue exists, so that a crash in between asks again) → ended.
 * A queue that the broker lost is new again.
 */
export class ReplayRequester {
  readonly #service: string;
  readonly #broker: Broker;
  readonly #replays: mongo.Collection<ReplayDocument>;
  readonly #periodic: Periodic;

  constructor(options: {
    readonly service: string;
    readonly database: mongo.Db;
    readonly broker: Broker;
    readonly logger: Logger;
  }) {
    this.#service = options.service;
    this.#broker = options.broker;
    this.#replays = options.database.collection<ReplayDocument>('replays');
    this.#periodic = new Periodic('replay requests', 10_000, () => this.#askAll(), options.logger);
  }

  /** Records that a consumer wants the past, unless it has it already; before its queue is declared. */
  async want(consumer: ConsumerDefinition, queue: string): Promise<void> {
    await this.#record(consumer, queue, 'first');
  }

  /** Records that a consumer wants the past again: its queue was not there. */
  async wantAgain(consumer: ConsumerDefinition, queue: string): Promise<void> {
    await this.#record(consumer, queue, 'again');
  }

  async ended({ replayId, owner }: DataOf<typeof ReplayEnded>): Promise<void> {
    await this.#replays.updateOne({ replayId, owner }, { $set: { endedAt: new Date() } });
  }

  /** Whether every consumer of this service has its past. */
  async complete(): Promise<boolean> {
    return (await this.#replays.findOne({ endedAt: { $exists: false } })) === null;
  }

  start(): void {
    this.#periodic.start();
  }

  stop(): Promise<void> {
    return this.#periodic.stop();
  }

  async #record(consumer: ConsumerDefinition, queue: string, occasion: 'first' | 'again'): Promise<void> {
    for (const owner of ownersOf(consumer)) {
      const routingKeys = consumer.reactions
        .filter(({ contract }) => contract.owner === owner)
        .map(({ contract }) => contract.routingKey);
      const wanted = { replayId: randomUUID(), queue, owner, routingKeys };
      const update =
        occasion === 'first' ? { $setOnInsert: wanted } : { $set: wanted, $unset: { endedAt: '' as const } };
      await this.#replays.updateOne({ _id: `${queue}/${owner}` }, update, { upsert: true });
    }
  }

  async #askAll(): Promise<void> {
    if (!this.#broker.connected) return;
    const open = await this.#replays.find({ endedAt: { $exists: false } }).toArray();
    await Promise.all(open.map((replay) => this.#broker.send(replaysQueue(replay.owner), this.#requestOf(replay))));
  }

  #requestOf({ replayId, owner, queue, routingKeys }: ReplayDocument): BrokerMessage {
    const { data } = ReplayRequested({ replayId, routingKeys: [...routingKeys], queue });
    return {
      routingKey: ReplayRequested.routingKey,
      content: Buffer.from(JSON.stringify({ data })),
      envelope: {
        id: `replay-${replayId}/${owner}`,
        type: ReplayRequested.type,
        source: this.#service,
        subject: `replay-${replayId}`,
        time: new Date().toISOString(),
        version: 1,
        correlationId: replayId,
      },
    };
  }
}
