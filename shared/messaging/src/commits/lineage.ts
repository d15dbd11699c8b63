import type { mongo } from 'mongoose';
import type { Clock } from '../database-clock.js';
import type { Commit } from './commit.js';

/** What a database lives through after it was restored from a backup; it has none before that. */
export interface Era {
  /** When it began, by the database's clock, in a form that fits into ids: another one after each restore, ever. */
  readonly name: string;
  readonly began: Date;
}

/** The era of the database that a process writes to. */
export interface Lineage {
  readonly era: Era | undefined;
}

/**
 * Knows whether a database is the one that its commits were written to.
 *
 * MongoDB gives every collection a UUID when it is created, and a restore creates it anew: where the UUID on record is another
 * one, a backup was put back, and whatever was committed after it is forgotten here and remembered elsewhere. That begins an era:
 * positions of streams are used a second time, so the ids of messages say in which (`messageId`). The first process to look
 * records it; the processes of a service are all stopped while its database is restored.
 */
export class DatabaseLineage implements Lineage {
  readonly #database: mongo.Db;
  readonly #clock: Clock;
  #era: Era | undefined;

  constructor(database: mongo.Db, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  get era(): Era | undefined {
    return this.#era;
  }

  /** Reads the era, or begins one. The collection `commits` is there, and the clock has started. Whether an era began now. */
  async open(): Promise<boolean> {
    const collectionId = await this.#collectionId();
    const lineage = this.#database.collection<LineageDocument>('lineage');
    const first = { $setOnInsert: { collectionId } };
    await lineage.updateOne({ _id: 'commits' }, first, { upsert: true });
    const began = this.#clock.now();
    const restored = { collectionId, era: { name: eraName(began), began } };
    const other = { _id: 'commits' as const, collectionId: { $ne: collectionId } };
    const { modifiedCount } = await lineage.updateOne(other, { $set: restored });
    this.#era = (await lineage.findOne({ _id: 'commits' }))?.era;
    return modifiedCount > 0;
  }

  async #collectionId(): Promise<string> {
    const [commits] = await this.#database.listCollections({ name: 'commits' }).toArray();
    const uuid = (commits as { info?: { uuid?: mongo.UUID } } | undefined)?.info?.uuid;
    if (!uuid) throw new TypeError('the collection of commits is not there');
    return uuid.toString('hex');
  }
}

interface LineageDocument {
  readonly _id: 'commits';
  readonly collectionId: string;
  readonly era?: Era;
}

/** `20261121T104424123Z` */
const eraName = (began: Date): string => began.toISOString().replace(/[-:.]/g, '');

/** What was in flight when the backup was made is asked for again for so long, before a deadline that has passed counts. */
const graceMilliseconds = 120_000;

/** Whether deadlines of this commit are held back: it is from before the restore, and its answers have had no time to come again. */
export function isInGrace({ era: current }: Lineage, { era }: Pick<Commit, 'era'>, now: Date): boolean {
  return current !== undefined && era !== current.name && now.getTime() - current.began.getTime() < graceMilliseconds;
}
