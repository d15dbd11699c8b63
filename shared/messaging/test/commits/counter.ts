import { ContractRegistry, defineFact } from '@ordergraph/events';
import mongoose, { type Connection, type mongo } from 'mongoose';
import { z } from 'zod';
import type { Commit } from '../../src/commits/commit.js';
import { CommitLog } from '../../src/commits/commit-log.js';
import { CommitStore } from '../../src/commits/commit-store.js';
import type { Decider } from '../../src/commits/decider.js';
import { GuardedCommits } from '../../src/commits/guarded-commits.js';
import { RecentStreams } from '../../src/commits/recent-streams.js';
import { SnapshotStore } from '../../src/commits/snapshot-store.js';

/** The smallest stream: a number that only grows. */
export const Counted = defineFact('test.counted.v1', {
  summary: 'Counted up.',
  data: z.strictObject({ by: z.number() }),
  example: { data: { by: 1 } },
});

export const counter: Decider<number> = {
  category: 'counter',
  evolveVersion: 1,
  initialState: () => 0,
  evolve: (count, message) => count + (message.data as { by: number }).by,
};

export interface TestLog {
  readonly log: CommitLog;
  readonly store: CommitStore;
  readonly snapshots: SnapshotStore;
  readonly database: mongo.Db;
  readonly answeredAgain: Commit[];
  close(): Promise<void>;
}

/** A commit log as one replica has it, without publishing. */
export async function openLog(uri: string, databaseName: string): Promise<TestLog> {
  const connection: Connection = await mongoose
    .createConnection(uri, {
      dbName: databaseName,
      readConcernLevel: 'majority',
      writeConcern: { w: 'majority', j: true },
    })
    .asPromise();
  const database = connection.getClient().db(databaseName);
  const store = new CommitStore(database);
  await store.createIndexes();
  const snapshots = new SnapshotStore(database, store);
  await snapshots.open();
  const registry = new ContractRegistry([Counted]);
  const clock = { now: () => new Date() };
  const answeredAgain: Commit[] = [];
  const log = new CommitLog({
    recent: new RecentStreams(),
    store,
    snapshots,
    guarded: new GuardedCommits({ client: connection.getClient(), database, snapshots, registry, clock }),
    registry,
    clock,
    sink: {
      committed: () => Promise.resolve(),
      shown: () => Promise.resolve(),
      answerAgain: (commit) => {
        answeredAgain.push(commit);
        return Promise.resolve();
      },
    },
  });
  return { log, store, snapshots, database, answeredAgain, close: () => connection.close() };
}

export const causedBy = (cause: string, more: { inputHash?: string; answerAgain?: boolean } = {}) => ({
  cause,
  context: { correlationId: 'correlation' },
  ...more,
});

export const versionsOf = (commits: readonly Commit[]): number[] => commits.map(({ _id }) => _id.version);
