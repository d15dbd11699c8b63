import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import { type Rebuild, rebuildsIn } from './rebuild.js';

/** Milliseconds after which a process that says nothing is taken for dead. */
const holdFor = 60_000;

/** The right to rebuild one view, as long as it is renewed. */
export class Hold {
  readonly attempt = randomUUID().slice(0, 8);
  readonly #rebuilds: mongo.Collection<Rebuild>;
  readonly #collection: string;
  #renewedAt = performance.now();

  private constructor(rebuilds: mongo.Collection<Rebuild>, collection: string) {
    this.#rebuilds = rebuilds;
    this.#collection = collection;
  }

  /** Undefined: nobody asked, or somebody builds. `former` is the attempt of whoever died or gave up. */
  static async take(
    database: mongo.Db,
    collection: string,
  ): Promise<{ readonly hold: Hold; readonly former: string | undefined } | undefined> {
    const hold = new Hold(rebuildsIn(database), collection);
    const free = { $or: [{ heldUntil: { $exists: false } }, { heldUntil: { $lt: new Date() } }] };
    const wanted = { _id: collection, state: { $ne: 'idle' as const }, ...free };
    const former = await hold.#rebuilds.findOneAndUpdate(wanted, {
      $set: { state: 'building', attempt: hold.attempt, heldUntil: new Date(Date.now() + holdFor) },
    });
    return former ? { hold, former: former.attempt } : undefined;
  }

  /** Keeps the right, and goes on to another state. @throws when somebody else has it */
  async renew(state: Rebuild['state'] = 'building'): Promise<void> {
    const renewedAt = performance.now();
    const mine = { _id: this.#collection, attempt: this.attempt };
    const update = { $set: { state, heldUntil: new Date(Date.now() + holdFor) } };
    const { matchedCount } = await this.#rebuilds.updateOne(mine, update);
    if (matchedCount === 0) throw new Error(`another process rebuilds ${this.#collection}`);
    this.#renewedAt = renewedAt;
  }

  /** Whether nobody else can have it by now. */
  get isSafe(): boolean {
    return performance.now() - this.#renewedAt < holdFor / 2;
  }

  /** It is done, or (`asked`) somebody else may begin at once. */
  async release(state: 'idle' | 'asked'): Promise<void> {
    const update = {
      $set: { state, ...(state === 'idle' && { doneAt: new Date() }) },
      $unset: { heldUntil: '' },
    } as const;
    await this.#rebuilds.updateOne({ _id: this.#collection, attempt: this.attempt }, update);
  }
}
