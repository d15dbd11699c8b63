import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../process/free-port.js';
import { readProcessRecord, writeProcessRecord, type ProcessRecord } from '../process/process-record.js';
import { spawnDetached } from '../process/spawn-detached.js';
import { REPLICA_SET } from './one-node-replica-set.js';

export interface SpawnedMongod {
  record: ProcessRecord;
  /** Settles when the process ends while this one lives. */
  ended: Promise<string>;
  log: string;
}

/** Starts a member of a replica set on a directory, on the port it had before when that is free. It does not answer yet. */
export async function spawnMongod(options: { directory: string; binary: string }): Promise<SpawnedMongod> {
  const { directory, binary } = options;
  await mkdir(join(directory, 'data'), { recursive: true });
  const port = await freePort((await readProcessRecord(directory))?.port);
  const log = join(directory, 'mongod.log');
  const { identity, ended } = await spawnDetached(binary, mongodArguments(directory, port), { log });
  const record = { ...identity, port, binary };
  await writeProcessRecord(directory, record);
  return { record, ended, log };
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
