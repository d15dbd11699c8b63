import type { mongo } from 'mongoose';
import type { QueueDeclaration } from '../port.js';

interface KnownQueue extends Omit<QueueDeclaration, 'name'> {
  readonly _id: string;
  readonly firstDeclaredAt: Date;
}

/**
 * Queues and bindings outlive the process, as on any broker: what is published while services are still starting must wait
 * for all its subscribers, not only for those that have declared themselves already.
 */
export class KnownQueues {
  readonly #collection: mongo.Collection<KnownQueue>;

  constructor(database: mongo.Db) {
    this.#collection = database.collection<KnownQueue>('knownQueues', { ignoreUndefined: true });
  }

  async all(): Promise<QueueDeclaration[]> {
    const known = await this.#collection.find().toArray();
    return known.map(({ _id: name, firstDeclaredAt: _, ...declaration }) => ({ name, ...declaration }));
  }

  /** Whether the queue was not known before. Bindings add up. */
  async record({ name, bindings, singleActiveConsumer }: QueueDeclaration): Promise<boolean> {
    const update = {
      $setOnInsert: { firstDeclaredAt: new Date(), singleActiveConsumer: singleActiveConsumer ?? false },
      $addToSet: { bindings: { $each: [...bindings] } },
    } as unknown as mongo.UpdateFilter<KnownQueue>; // the driver's types refuse `$addToSet` on read-only arrays
    const { upsertedCount } = await this.#collection.updateOne({ _id: name }, update, { upsert: true });
    return upsertedCount > 0;
  }

  async forget(name: string): Promise<void> {
    await this.#collection.deleteOne({ _id: name });
  }
}
