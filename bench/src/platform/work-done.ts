import type { SpawnedPlatform } from '@ordergraph/launcher';
import mongoose from 'mongoose';
import { request } from 'undici';

/** What a platform has done since it started; differences of two are what it did in between. */
export interface Work {
  /** Entries of the streams of all services. */
  readonly commits: number;
  /** Messages that the broker has confirmed. */
  readonly messages: number;
  /** Requests that MongoDB has answered, of every kind. */
  readonly databaseRequests: number;
  /** Times MongoDB waited for its journal to be on disk. */
  readonly journalSyncs: number;
}

/** Of MongoDB's `serverStatus`, what is read here. */
interface ServerStatus {
  readonly network: { readonly numRequests: number };
  readonly wiredTiger: { readonly log: { readonly 'log sync operations': number } };
}

export async function workDone({ mongodbUri, namespace, subgraphUrls }: SpawnedPlatform): Promise<Work> {
  const client = await mongoose.mongo.MongoClient.connect(mongodbUri);
  try {
    const { network, wiredTiger } = (await client.db('admin').command({ serverStatus: 1 })) as ServerStatus;
    const counts = await Promise.all(
      ['users', 'inventory', 'orders', 'payments'].map((name) =>
        client.db(`${namespace}_${name}`).collection('commits').countDocuments(),
      ),
    );
    const published = await Promise.all(Object.values(subgraphUrls).map(publications));
    return {
      commits: sum(counts),
      messages: sum(published),
      databaseRequests: network.numRequests,
      journalSyncs: wiredTiger.log['log sync operations'],
    };
  } finally {
    await client.close();
  }
}

/** How much of each per one of `times`, rounded to a tenth. */
export function workEach(before: Work, after: Work, times: number): Work {
  const each = (key: keyof Work): number => Math.round(((after[key] - before[key]) / times) * 10) / 10;
  return {
    commits: each('commits'),
    messages: each('messages'),
    databaseRequests: each('databaseRequests'),
    journalSyncs: each('journalSyncs'),
  };
}

async function publications(subgraphUrl: string): Promise<number> {
  const { body } = await request(new URL('/metrics', subgraphUrl));
  const text = await body.text();
  return Number(/^ordergraph_broker_publications_total\{[^}]*outcome="confirmed"[^}]*\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
