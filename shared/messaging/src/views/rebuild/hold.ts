import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import { type Rebuild, rebuildsIn } from './rebuild.js';

/** Milliseconds after which a process that says nothing is taken for dead. */
const holdFor = 60_000;

/** Milliseconds before what failed is begun again: an owner is asked for its whole history each time. */
const pauseAfter = (failures: number): number => Math.min(1_000 * 2 ** failures, 60_000);

/** The right to rebuild one view, as long as it is renewed. */
export class Hold {
  readonly attempt = randomUUID().slice(0, 8);
  readonly #rebuilds: mongo.Collection<Rebuild>;
  readonly #collection: string;
  #failures = 0;
  #renewedAt = performance.now();

  private constructor(rebuilds: mongo.Collection<Rebuild>, collection: string) {
    this.#rebuilds = rebuilds;
    this.#collection = collection;
  }

  /** Undefined: nobody asked, somebody builds, or what failed pauses. `former` is the attempt of whoever died or gave up. */
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
    if (!former) return undefined;
    hold.#failures = former.failures ?? 0;
    return { hold, former: former.attempt };
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

  /** It is done. */
  async done(): Promise<void> {
    await this.#release({ $set: { state: 'idle', doneAt: new Date() }, $unset: { heldUntil: '', failures: '' } });
  }

  /** Somebody else may begin at once. */
  async handOver(): Promise<void> {
    await this.#release({ $set: { state: 'asked' }, $unset: { heldUntil: '' } });
  }

  /** It failed: whoever it is begins again after a pause, which grows to a minute. */
  async fail(): Promise<void> {
    const failures = this.#failures + 1;
    const heldUntil = new Date(Date.now() + pauseAfter(failures));
    await this.#release({ $set: { state: 'asked', failures, heldUntil } });
  }

  async #release(update: mongo.UpdateFilter<Rebuild>): Promise<void> {
    await this.#rebuilds.updateOne({ _id: this.#collection, attempt: this.attempt }, update);
  }
}
