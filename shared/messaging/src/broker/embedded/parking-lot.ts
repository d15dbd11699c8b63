import { mongo } from 'mongoose';
import { BrokerUnavailable } from '../../errors.js';
import type { BrokerLogger } from '../broker-logger.js';
import type { BrokerMessage, HeldDeadLetter } from '../port.js';
import type { DurableCopy } from './queued-item.js';

interface ParkedMessage {
  readonly queue: string;
  readonly dueAt: Date;
  readonly message: Omit<BrokerMessage, 'content'> & { readonly content: mongo.Binary };
}
type Stored = mongo.WithId<ParkedMessage>;

export interface ParkingLotOptions {
  readonly database: mongo.Db;
  readonly logger: BrokerLogger;
  /** Queues that somebody consumes now. */
  readonly consumedQueues: () => readonly string[];
  readonly redeliver: (queue: string, message: BrokerMessage, durable: DurableCopy) => void;
}

/** Messages loaded into memory at a time. */
const loadedAtMost = 500;
/** Milliseconds after which it is looked for what another process (an operator's command) has moved. */
const lookAgainAfter = 5_000;
const durably = { writeConcern: { w: 'majority', journal: true } } as const;

/**
 * Keeps messages in MongoDB until they are due and their redelivery was acknowledged: the retry ladder (due later) and the
 * dead letters (due at once).
 *
 * A message is parked → loaded (it is in its queue's memory) → deleted. Losing the process in between leaves it parked.
 */
export class ParkingLot {
  readonly #options: ParkingLotOptions;
  readonly #collection: mongo.Collection<ParkedMessage>;
  readonly #loaded = new Map<string, mongo.ObjectId>();
  #timer: NodeJS.Timeout | undefined;
  #loading: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(options: ParkingLotOptions) {
    this.#options = options;
    this.#collection = options.database.collection<ParkedMessage>('parkedMessages', { ignoreUndefined: true });
  }

  async createIndexes(): Promise<void> {
    await this.#collection.createIndexes([{ key: { queue: 1, dueAt: 1 } }]);
  }

  /** Resolves when the message is durable (majority, journalled). @throws {BrokerUnavailable} */
  async park(queue: string, { content, ...rest }: BrokerMessage, delay: number): Promise<void> {
    const dueAt = new Date(Date.now() + delay);
    try {
      await this.#collection.insertOne({ queue, dueAt, message: storable({ content, ...rest }) }, durably);
    } catch (error) {
      throw new BrokerUnavailable('the message could not be parked', error);
    }
    this.wake();
  }

  /** What waits for one queue is for another, at once; for a queue that nobody consumes. */
  async move(from: string, to: string): Promise<void> {
    await this.#collection.updateMany({ queue: from }, { $set: { queue: to, dueAt: new Date() } }, durably);
    this.wake();
  }

  async browse(queue: string, limit: number): Promise<readonly BrokerMessage[]> {
    return (await this.#oldest(queue, limit)).map(restore);
  }

  /** Forgets what waits for a queue. */
  async remove(queue: string): Promise<void> {
    await this.#collection.deleteMany({ queue }, durably);
  }

  /** The oldest messages of a queue that nobody consumes, to be moved or discarded: each by one atomic write. */
  async heldIn(queue: string, limit: number): Promise<readonly HeldDeadLetter[]> {
    return (await this.#oldest(queue, limit)).map((stored) => this.#held(stored));
  }

  /** Looks for due messages now: somebody began to consume, or something was parked. */
  wake(): void {
    if (this.#closed) return;
    this.#again = true;
    this.#loading ??= this.#loadRepeatedly().finally(() => (this.#loading = undefined));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#loading;
  }

  async #oldest(queue: string, limit: number): Promise<readonly Stored[]> {
    const filter = { queue, dueAt: { $lte: new Date() } };
    try {
      return await this.#collection.find(filter, { limit, sort: { dueAt: 1, _id: 1 } }).toArray();
    } catch (error) {
      throw new BrokerUnavailable(`${queue} could not be read`, error);
    }
  }

  #held(stored: Stored): HeldDeadLetter {
    const { _id, queue } = stored;
    const settle = async (work: () => Promise<number>): Promise<boolean> => {
      try {
        return (await work()) > 0;
      } catch (error) {
        throw new BrokerUnavailable('a parked message could not be settled', error);
      }
    };
    return {
      message: restore(stored),
      moveTo: (to, message) =>
        settle(async () => {
          const moved = { $set: { queue: to, dueAt: new Date(), message: storable(message) } };
          const { modifiedCount } = await this.#collection.updateOne({ _id, queue }, moved, durably);
          this.wake();
          return modifiedCount;
        }),
      discard: () => settle(async () => (await this.#collection.deleteOne({ _id, queue }, durably)).deletedCount),
    };
  }

  async #loadRepeatedly(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      clearTimeout(this.#timer);
      try {
        await this.#load();
      } catch (error) {
        this.#options.logger.warn({ err: error }, 'parked messages could not be read');
        this.#wakeIn(1_000);
      }
    }
  }

  async #load(): Promise<void> {
    const now = new Date();
    const queue = { $in: [...this.#options.consumedQueues()] };
    const room = loadedAtMost - this.#loaded.size;
    if (room > 0) {
      const due = { queue, dueAt: { $lte: now }, _id: { $nin: [...this.#loaded.values()] } };
      const parked = await this.#collection.find(due, { limit: room, sort: { dueAt: 1 } }).toArray();
      for (const each of parked) this.#redeliver(each);
    }
    const next = await this.#collection.findOne({ queue, dueAt: { $gt: now } }, { sort: { dueAt: 1 } });
    const wait = next ? next.dueAt.getTime() - Date.now() : lookAgainAfter;
    this.#wakeIn(Math.min(wait, lookAgainAfter));
  }

  #wakeIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.wake(), Math.max(milliseconds, 0));
    this.#timer.unref();
  }

  #redeliver(stored: Stored): void {
    const { _id, queue } = stored;
    const key = _id.toHexString();
    this.#loaded.set(key, _id);
    this.#options.redeliver(queue, restore(stored), {
      acknowledged: () => void this.#forget(key, _id),
      dropped: () => this.#loaded.delete(key),
    });
  }

  async #forget(key: string, _id: mongo.ObjectId): Promise<void> {
    const wasFull = this.#loaded.size >= loadedAtMost;
    try {
      await this.#collection.deleteOne({ _id });
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'a parked message will be delivered again');
    }
    this.#loaded.delete(key);
    if (wasFull) this.wake();
  }
}

const storable = ({ content, ...rest }: BrokerMessage): ParkedMessage['message'] => ({
  ...rest,
  content: new mongo.Binary(content),
});

const restore = ({ message: { content, ...rest } }: ParkedMessage): BrokerMessage => ({
  ...rest,
  content: Buffer.from(content.buffer),
});
