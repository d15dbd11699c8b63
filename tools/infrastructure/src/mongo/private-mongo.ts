import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import mongoose from 'mongoose';
import { awaitReady } from '../process/await-ready.js';
import { freePort } from '../process/free-port.js';
import {
  readProcessRecord,
  readRunningProcess,
  writeProcessRecord,
  type ProcessRecord,
} from '../process/process-record.js';
import { spawnDetached } from '../process/spawn-detached.js';
import { killProcess, stopProcess } from '../process/stop-process.js';
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
  await mkdir(join(directory, 'data'), { recursive: true });
  const orphan = await readRunningProcess(directory);
  if (orphan && (await answersFor(directory, orphan))) return handle(orphan, true);
  if (orphan) await stopProcess(orphan);
  return handle(await start(directory, options.binary), false);
}

async function start(directory: string, binary: string): Promise<ProcessRecord> {
  const port = await freePort((await readProcessRecord(directory))?.port);
  const log = join(directory, 'mongod.log');
  const { identity, ended } = await spawnDetached(binary, mongodArguments(directory, port), { log });
  const record = { ...identity, port, binary };
  await writeProcessRecord(directory, record);
  try {
    await awaitReady(() => becomePrimary(port), { timeoutMilliseconds: 30_000, ended });
  } catch (cause) {
    await stopProcess(identity);
    throw new Error(`mongod did not start on ${directory}; see ${log}`, { cause });
  }
  return record;
}

function mongodArguments(directory: string, port: number): string[] {
  const args = ['--dbpath', join(directory, 'data'), '--port', String(port), '--bind_ip', '127.0.0.1'];
  // The cache's default is half of the machine's memory; several mongods may run side by side here.
  args.push('--replSet', REPLICA_SET, '--wiredTigerCacheSizeGB', '0.5', '--oplogSize', '256');
  args.push('--setParameter', 'diagnosticDataCollectionEnabled=false');
  // A killed service leaves its transaction open; whatever it had touched would stay locked for a minute, the default. Ours take
  // milliseconds.
  args.push('--setParameter', 'transactionLifetimeLimitSeconds=5');
  return process.platform === 'win32' ? args : [...args, '--nounixsocket'];
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
