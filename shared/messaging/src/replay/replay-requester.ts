import { randomUUID } from 'node:crypto';
import type { DataOf, ReplayEnded } from '@ordergraph/events';
import type { mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Broker } from '../broker/port.js';
import type { ConsumerDefinition } from '../consuming/definitions.js';
import { Periodic } from '../periodic.js';
import { ownersOf, replaysQueue } from '../topology.js';
import { pauseAfterAsking } from './asking.js';
import { replayRequest, routingKeysOf } from './replay-request.js';

/** A replay that was asked for, kept until its end marker came. */
interface ReplayDocument {
  /** `<queue>/<owner>`. */
  readonly _id: string;
  readonly replayId: string;
  readonly queue: string;
  readonly owner: string;
  readonly routingKeys: readonly string[];
  readonly endedAt?: Date;
  /** How often it was asked for, and when next: an answer may take long, and each is a whole history. */
  readonly asks?: number;
  readonly nextAskAt?: Date;
}

/**
 * Asks the owners for the history of consumers whose queue is new, and asks again until they have answered.
 *
 * Per queue and owner: wanted (recorded before the queue exists, so that a crash in between asks all the same) → asked, by one
 * replica at a time and at growing intervals → ended. A queue that the broker lost is new again.
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
    this.#periodic = new Periodic('replay requests', 2_000, () => this.#askAll(), options.logger);
  }

  /** Records that a consumer wants the past, unless it has it already; before its queue is declared. */
  async want(consumer: ConsumerDefinition, queue: string): Promise<void> {
    await this.#record(consumer, queue, 'first');
  }

  /** Records that a consumer wants the past again: its queue was not there. */
  async wantAgain(consumer: ConsumerDefinition, queue: string): Promise<void> {
    await this.#record(consumer, queue, 'again');
    this.#periodic.nudge();
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
      const routingKeys = routingKeysOf(consumer, owner);
      const wanted = { replayId: randomUUID(), queue, owner, routingKeys };
      const update =
        occasion === 'first'
          ? { $setOnInsert: wanted }
          : { $set: wanted, $unset: { endedAt: '', asks: '', nextAskAt: '' } as const };
      await this.#replays.updateOne({ _id: `${queue}/${owner}` }, update, { upsert: true });
    }
  }

  async #askAll(): Promise<void> {
    if (!this.#broker.connected) return;
    const now = new Date();
    const due = { endedAt: { $exists: false }, $or: [{ nextAskAt: { $exists: false } }, { nextAskAt: { $lte: now } }] };
    const open = await this.#replays.find(due).toArray();
    await Promise.all(open.map((replay) => this.#ask(replay, now)));
  }

  /** Whoever moves `nextAskAt` asks; what could not be sent is asked at the next look. */
  async #ask(replay: ReplayDocument, now: Date): Promise<void> {
    const { _id, replayId, asks = 0 } = replay;
    const seen = { _id, replayId, asks: asks === 0 ? { $exists: false } : asks };
    const next = { asks: asks + 1, nextAskAt: new Date(now.getTime() + pauseAfterAsking(asks)) };
    const { modifiedCount } = await this.#replays.updateOne(seen, { $set: next });
    if (modifiedCount === 0) return;
    try {
      await this.#broker.send(replaysQueue(replay.owner), replayRequest(this.#service, replay));
    } catch (error) {
      await this.#replays.updateOne({ _id, replayId }, { $set: { nextAskAt: now } });
      throw error;
    }
  }
}
