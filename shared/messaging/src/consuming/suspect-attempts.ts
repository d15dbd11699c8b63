import type { mongo } from 'mongoose';
import { GroupFlush } from '../group-flush.js';

/** What stays known, when a process ends, of the suspicious messages it was handling. */
export interface SuspectAttempts {
  /** Notes that it is about to be handled. @returns how many attempts before did not survive */
  begin(queue: string, messageId: string): Promise<number>;
  /** However the attempt ended, its process did not. */
  survived(queue: string, messageId: string): Promise<void>;
}

interface Suspect {
  readonly queue: string;
  readonly messageId: string;
}

interface SuspectDocument {
  readonly _id: string;
  /** Attempts begun and not survived. */
  readonly open: number;
  readonly at: Date;
}

/** Longer than any pause between two deliveries of a message that nobody settles. */
const keptSeconds = 7 * 24 * 60 * 60;

/** In the service's database, for all its replicas; what is noted together is one write. */
export class StoredSuspectAttempts implements SuspectAttempts {
  readonly #attempts: mongo.Collection<SuspectDocument>;
  readonly #begins = new GroupFlush<Suspect, number>((batch) => this.#begin(batch));
  readonly #ends = new GroupFlush<Suspect, undefined>((batch) => this.#end(batch));

  constructor(database: mongo.Db) {
    this.#attempts = database.collection<SuspectDocument>('suspectAttempts');
  }

  async createIndexes(): Promise<void> {
    await this.#attempts.createIndexes([{ key: { at: 1 }, expireAfterSeconds: keptSeconds }]);
  }

  begin(queue: string, messageId: string): Promise<number> {
    return this.#begins.add({ queue, messageId });
  }

  survived(queue: string, messageId: string): Promise<void> {
    return this.#ends.add({ queue, messageId });
  }

  async #begin(batch: readonly Suspect[]): Promise<{ value: number }[]> {
    const ids = batch.map(idOf);
    const note = { $inc: { open: 1 }, $currentDate: { at: true } } as const;
    await this.#attempts.bulkWrite(
      ids.map((_id) => ({ updateOne: { filter: { _id }, update: note, upsert: true } })),
      { ordered: false },
    );
    const noted = await this.#attempts.find({ _id: { $in: ids } }).toArray();
    const open = new Map(noted.map((each) => [each._id, each.open]));
    return ids.map((id) => ({ value: (open.get(id) ?? 1) - 1 }));
  }

  async #end(batch: readonly Suspect[]): Promise<{ value: undefined }[]> {
    const writes = batch.map((each) => ({
      updateOne: { filter: { _id: idOf(each) }, update: { $inc: { open: -1 } } },
    }));
    await this.#attempts.bulkWrite(writes, { ordered: false });
    return batch.map(() => ({ value: undefined }));
  }
}

const idOf = ({ queue, messageId }: Suspect): string => `${queue}/${messageId}`;
