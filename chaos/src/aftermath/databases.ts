import mongoose from 'mongoose';
import { erasedPersonsIn, rebuildsIn } from '@ordergraph/messaging';
import type { StoredOrder, StoredStock } from '../history/aftermath.js';

/** Reads what services stored, beside them: no fold and no view of theirs decides what a checker sees. */
export interface Databases {
  orders(): Promise<StoredOrder[]>;
  stock(): Promise<StoredStock[]>;
  /** Commits whose messages the broker has not confirmed. */
  unpublished(): Promise<number>;
  /** Views whose rebuild is not over. */
  rebuilding(): Promise<string[]>;
  /** Of these persons, those that some service has not forgotten yet. */
  remembered(persons: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

const services = ['users', 'inventory', 'orders', 'payments'];

interface Commit {
  readonly _id: { readonly stream: string; readonly version: number };
  readonly cause: string;
  readonly state?: OrderState;
}

interface OrderState {
  readonly id: string;
  readonly customerId: string;
  readonly status: string;
  readonly cancellationReason?: string;
  readonly lines: readonly { readonly productId: string; readonly quantity: number }[];
  readonly total: { readonly amount: number };
}

export async function openDatabases(uri: string, namespace: string): Promise<Databases> {
  const client = await mongoose.mongo.MongoClient.connect(uri, {
    readPreference: 'primary',
    readConcernLevel: 'majority',
  });
  const database = (service: string) => client.db(`${namespace}_${service}`);
  return {
    async orders() {
      const commits = await database('orders').collection<Commit>('commits').find().sort({ _id: 1 }).toArray();
      return [...byStream(commits).values()].flatMap(toOrder);
    },
    async stock() {
      const guards = await database('inventory')
        .collection<{ _id: string; value: Omit<StoredStock, 'productId'> }>('stock')
        .find()
        .toArray();
      return guards.map(({ _id, value }) => ({ ...value, productId: _id }));
    },
    async unpublished() {
      const counts = services.map((service) =>
        database(service)
          .collection('commits')
          .countDocuments({ pending: { $gt: 0 } }),
      );
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    },
    async rebuilding() {
      const found = await Promise.all(
        services.map((service) =>
          rebuildsIn(database(service))
            .find({ state: { $ne: 'idle' } })
            .toArray(),
        ),
      );
      return found.flatMap((rebuilds, index) => rebuilds.map(({ _id }) => `${_id} of ${services[index]}`));
    },
    async remembered(persons) {
      const forgotten = await Promise.all(services.map((service) => forgottenIn(database(service))));
      return persons.filter((id) => forgotten.some((all) => all && !all.has(id)));
    },
    close: () => client.close(),
  };
}

/** Whom a service has forgotten; undefined: it keeps nothing personal. */
async function forgottenIn(database: mongoose.mongo.Db): Promise<Set<string> | undefined> {
  const isThere = await database.listCollections({ name: 'erasedPersons' }).hasNext();
  if (!isThere) return undefined;
  const done = await erasedPersonsIn(database)
    .find({ doneAt: { $exists: true } })
    .toArray();
  return new Set(done.map(({ _id }) => _id));
}

function byStream(commits: readonly Commit[]): Map<string, Commit[]> {
  const streams = new Map<string, Commit[]>();
  for (const commit of commits.filter(({ _id }) => _id.stream.startsWith('order-'))) {
    const stream = streams.get(commit._id.stream);
    if (stream) stream.push(commit);
    else streams.set(commit._id.stream, [commit]);
  }
  for (const stream of streams.values()) stream.sort((a, b) => a._id.version - b._id.version);
  return streams;
}

function toOrder(commits: readonly Commit[]): StoredOrder[] {
  const [first, newest] = [commits[0], commits.at(-1)];
  if (!first || !newest?.state) return [];
  const { id, customerId, status, cancellationReason, lines, total } = newest.state;
  const version = newest._id.version;
  const key = first.cause.split('/').at(-1) ?? '';
  return [{ id, version, status, cancellationReason, customerId, total: total.amount, key, lines }];
}
