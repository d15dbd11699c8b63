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

/** Starts `binary` on `directory`, or adopts the mongod that an earlier run left on it. */
export async function startPrivateMongo(options: { directory: string; binary: string }): Promise<PrivateMongo> {
  const directory = resolve(options.directory);
  const orphan = await readRunningProcess(directory);
  if (orphan && (await answersFor(directory, orphan))) return handle(orphan, true);
  if (orphan) await stopProcess(orphan);
  return handle(await start(directory, options.binary), false);
}

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

async function answersFor(directory: string, record: ProcessRecord): Promise<boolean> {
  const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${record.port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 5_000,
  });
  try {
    const options = await client.db('admin').command({ getCmdLineOpts: 1 });
    const { storage } = options['parsed'] as { storage?: { dbPath?: string } };
    if (storage?.dbPath !== join(directory, 'data')) return false;
    await becomePrimary(record.port);
    return true;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}

function handle(record: ProcessRecord, adopted: boolean): PrivateMongo {
  return {
    uri: `mongodb://127.0.0.1:${record.port}/?replicaSet=${REPLICA_SET}`,
    port: record.port,
    pid: record.pid,
    adopted,
    stop: () => stopProcess(record),
    kill: () => killProcess(record),
  };
}
