import type { mongo } from 'mongoose';
import { commitsOf, type Places, type Service, type StoredCommit } from './places.js';

/** A stream as its newest commit leaves it. */
export interface Head<State> {
  readonly id: string;
  readonly version: number;
  /** The public state after the newest commit. */
  readonly state: State;
  readonly at: Date;
}

/** Streams of one kind: which service keeps them, and how their names begin. */
export interface StreamKind<State> {
  readonly service: Service;
  readonly category: string;
  /** Only for its type. */
  readonly state?: State;
}

type Grouped<State> = Pick<StoredCommit<State>, '_id' | 'at' | 'state'>;

/** Every stream of a kind, by its newest commit; one pass over the index of the key. */
export async function* heads<State>(places: Places, kind: StreamKind<State>): AsyncGenerator<Head<State>> {
  const prefix = `${kind.category}-`;
  // The character behind the hyphen: no other category sorts between.
  const range = { $gte: { stream: prefix, version: 0 }, $lt: { stream: `${kind.category}.`, version: 0 } };
  yield* newest(places, kind, { _id: range });
}

/** Of these streams, those that exist. */
export async function headsOf<State>(
  places: Places,
  kind: StreamKind<State>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Head<State>>> {
  const filter = { '_id.stream': { $in: ids.map((id) => `${kind.category}-${id}`) } };
  const found = new Map<string, Head<State>>();
  for await (const head of newest(places, kind, filter as mongo.Filter<StoredCommit<State>>)) found.set(head.id, head);
  return found;
}

async function* newest<State>(
  places: Places,
  { service, category }: StreamKind<State>,
  filter: mongo.Filter<StoredCommit<State>>,
): AsyncGenerator<Head<State>> {
  const cursor = commitsOf<State>(places, service).aggregate<{ newest: Grouped<State> }>(
    [
      { $match: filter },
      { $sort: { _id: 1 } },
      { $project: { at: 1, state: 1 } },
      { $group: { _id: '$_id.stream', newest: { $last: '$$ROOT' } } },
    ],
    { allowDiskUse: true },
  );
  for await (const { newest: commit } of cursor) {
    const { stream, version } = commit._id;
    if (commit.state === undefined) continue;
    yield { id: stream.slice(category.length + 1), version, state: commit.state, at: commit.at };
  }
}

/** Groups for queries that look up many at once. */
export async function* inBatches<Item>(items: AsyncIterable<Item>, size = 500): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
