import { join, resolve } from 'node:path';
import mongoose from 'mongoose';
import { awaitReady } from '../process/await-ready.js';
import { readRunningProcess, type ProcessRecord } from '../process/process-record.js';
import { killProcess, stopProcess } from '../process/stop-process.js';
import { spawnMongod } from './mongod-process.js';
import { becomePrimary, REPLICA_SET } from './one-node-replica-set.js';

/** A mongod of our own: a replica set of one, on 127.0.0.1, its data kept in a directory. */
export interface PrivateMongo {
  uri: string;
  port: number;
  pid: number;
  adopted: boolean;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/**
 * Starts `binary` on `directory`, or adopts the mongod that an earlier run left on it; one that does not answer is stopped. Only for
 * whoever holds the data directory: to everybody else it may be the mongod of a running platform.
 */
export async function startPrivateMongo(options: { directory: string; binary: string }): Promise<PrivateMongo> {
  const directory = resolve(options.directory);
  const orphan = await readRunningProcess(directory);
  if (orphan && (await serves(directory, orphan))) return handle(orphan, true);
  if (orphan) await stopProcess(orphan);
  return handle(await start(directory, options.binary), false);
}

/** The address of the mongod that runs on `directory`, which is left as it is; undefined when none answers. */
export async function runningMongo(directory: string): Promise<string | undefined> {
  const record = await readRunningProcess(directory);
  if (!record) return undefined;
  return (await answersFor(resolve(directory), record)) ? uriOf(record) : undefined;
}

const uriOf = ({ port }: ProcessRecord): string => `mongodb://127.0.0.1:${port}/?replicaSet=${REPLICA_SET}`;

async function start(directory: string, binary: string): Promise<ProcessRecord> {
  const { record, ended, log } = await spawnMongod({ directory, binary });
  try {
    await awaitReady(() => becomePrimary(record.port), { timeoutMilliseconds: 30_000, ended });
  } catch (cause) {
    await stopProcess(record);
    throw new Error(`mongod did not start on ${directory}; see ${log}`, { cause });
  }
  return record;
}

async function serves(directory: string, record: ProcessRecord): Promise<boolean> {
  if (!(await answersFor(directory, record))) return false;
  return becomePrimary(record.port).then(
    () => true,
    () => false,
  );
}

async function answersFor(directory: string, record: ProcessRecord): Promise<boolean> {
  const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${record.port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 5_000,
  });
  try {
    const options = await client.db('admin').command({ getCmdLineOpts: 1 });
    const { storage } = options['parsed'] as { storage?: { dbPath?: string } };
    return storage?.dbPath === join(directory, 'data');
  } catch {
    return false;
  } finally {
    await client.close();
  }
}

function handle(record: ProcessRecord, adopted: boolean): PrivateMongo {
  return {
    uri: uriOf(record),
    port: record.port,
    pid: record.pid,
    adopted,
    stop: () => stopProcess(record),
    kill: () => killProcess(record),
  };
}
