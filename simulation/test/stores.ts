import { ContractRegistry, defineFact } from '@ordergraph/events';
import type { Commit, Decider, Executed, GuardedExecution, GuardKey } from '@ordergraph/messaging';
import { type Commits, CommitStore, GuardedCommits, SnapshotStore } from '@ordergraph/messaging/internals';
import { testMongo } from '@ordergraph/testing';
import mongoose from 'mongoose';
import { z } from 'zod';
import { MemoryCommits, MemoryGuards } from '../src/memory/index.js';

/** The smallest stream: a number that only grows. */
export const Counted = defineFact('test.counted.v1', {
  summary: 'Counted up.',
  data: z.strictObject({ by: z.number() }),
  example: { data: { by: 1 } },
});

export const counter: Decider<number> = {
  category: 'counter',
  initialState: () => 0,
  evolve: (count, message) => count + (message.data as { by: number }).by,
};

/** Commits and guards of one service, wherever they are kept. */
export interface StoreUnderTest {
  readonly commits: Commits;
  execute(id: string, execution: GuardedExecution<number, never>): Promise<Executed<number>>;
  guard<Value extends object>(key: GuardKey): Promise<Value | undefined>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

const registry = new ContractRegistry([Counted]);
const clock = { now: () => new Date() };

export async function inMongo(databaseName: string): Promise<StoreUnderTest> {
  const options = {
    dbName: databaseName,
    readConcernLevel: 'majority',
    writeConcern: { w: 'majority', j: true },
  } as const;
  const connection = await mongoose.createConnection(testMongo().uri, options).asPromise();
  const client = connection.getClient();
  const database = client.db(databaseName);
  const commits = new CommitStore(database);
  await commits.createIndexes();
  const guarded = new GuardedCommits({
    client,
    database,
    snapshots: new SnapshotStore(database, commits),
    registry,
    clock,
  });
  return {
    commits,
    execute: (id, execution) => guarded.execute(counter, id, execution),
    async guard<Value extends object>({ collection, id }: GuardKey) {
      const found = await database.collection<{ _id: string; value: Value }>(collection).findOne({ _id: id });
      return found ? found.value : undefined;
    },
    async clear() {
      for (const { collectionName } of await database.collections())
        await database.collection(collectionName).deleteMany({});
    },
    close: () => connection.close(),
  };
}

export function inMemory(): Promise<StoreUnderTest> {
  let commits = new MemoryCommits();
  let guards = new MemoryGuards(commits);
  const open = () => guards.executor(() => ({ registry, at: clock.now() }));
  return Promise.resolve({
    get commits() {
      return commits;
    },
    execute: (id, execution) => open().execute(counter, id, execution),
    guard: <Value extends object>({ collection, id }: GuardKey) => Promise.resolve(guards.get<Value>(collection, id)),
    clear() {
      commits = new MemoryCommits();
      guards = new MemoryGuards(commits);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
}

export const minutes = (count: number): Date => new Date(Date.UTC(2026, 0, 1, 9, count));

export const commitOf = (stream: string, version: number, more: Partial<Commit> = {}): Commit => ({
  _id: { stream, version },
  messages: [{ type: Counted.type, data: { by: 1 } }],
  cause: `cause-${version}`,
  context: { correlationId: 'c' },
  at: minutes(0),
  armed: 1,
  ...more,
});
