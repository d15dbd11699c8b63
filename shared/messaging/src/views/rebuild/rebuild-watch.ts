import type { mongo } from 'mongoose';
import { rebuildsIn, successorName } from './rebuild.js';

/** How old in milliseconds a process's knowledge of rebuilds may be when it writes a row. */
export const knownFor = 1_000;

/** Which views are being rebuilt, read again when it is old: at most one query a second, and none while nothing is written. */
export class RebuildWatch {
  readonly #database: mongo.Db;
  #successors: ReadonlyMap<string, string> = new Map();
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(database: mongo.Db) {
    this.#database = database;
  }

  /** The collection that will take the place of this one. */
  async successorOf(collection: string): Promise<string | undefined> {
    if (performance.now() - this.#readAt > knownFor) {
      this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
      await this.#reading;
    }
    return this.#successors.get(collection);
  }

  async #read(): Promise<void> {
    const readAt = performance.now(); // what is read is at least as new as the beginning of reading
    const building = await rebuildsIn(this.#database).find({ state: 'building' }).toArray();
    const successors = building.map(({ _id, attempt = '' }) => [_id, successorName(_id, attempt)] as const);
    this.#successors = new Map(successors);
    this.#readAt = readAt;
  }
}
