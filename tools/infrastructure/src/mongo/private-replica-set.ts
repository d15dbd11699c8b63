import { join, resolve } from 'node:path';
import mongoose from 'mongoose';
import { allOrNone } from '../process/all-or-none.js';
import { awaitReady } from '../process/await-ready.js';
import { killProcess, stopProcess } from '../process/stop-process.js';
import { findMongodBinary } from './mongod-binary.js';
import { spawnMongod } from './mongod-process.js';
import { REPLICA_SET } from './one-node-replica-set.js';

/** One mongod of a replica set of ours; it may be stopped and killed at will. */
export interface PrivateMember {
  port: number;
  /** Another one after each start. */
  pid: () => number;
  /** What it says of itself. @throws when it does not answer within a second */
  hello(): Promise<mongoose.mongo.Document>;
  /** Ends it in order. Its data stays. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Starts it again on its data and port; resolves when it is primary or follows one. */
  start(): Promise<void>;
}

/** How many members: a majority goes on when one is gone. */
const size = 3;

/** A member that is not heard of for so long is given up; the default of ten seconds is meant for networks. */
const electionTimeoutMillis = 2_000;

/**
 * Starts a new replica set of three members on 127.0.0.1, each in a directory of its own below `directory`.
 *
 * @throws InfrastructureUnavailable when there is no mongod to be had
 */
export async function startPrivateReplicaSet(options: { directory: string }): Promise<PrivateMember[]> {
  const { path: binary } = await findMongodBinary({
    environment: process.env,
    report: () => undefined,
    previous: undefined,
  });
  const directories = Array.from({ length: size }, (_, index) => join(resolve(options.directory), `member-${index}`));
  const members = await allOrNone(directories.map((directory) => startMember(directory, binary)));
  try {
    await initiate(members);
  } catch (error) {
    await Promise.allSettled(members.map((member) => member.stop()));
    throw error;
  }
  return members;
}

/** Resolves when each member is primary or follows one. */
async function initiate(members: readonly PrivateMember[]): Promise<void> {
  const hosts = members.map(({ port }, _id) => ({ _id, host: `127.0.0.1:${port}` }));
  const settings = { electionTimeoutMillis, heartbeatIntervalMillis: 500 };
  await askMember(members[0]?.port ?? 0, { replSetInitiate: { _id: REPLICA_SET, members: hosts, settings } });
  await Promise.all(
    members.map((member) => awaitReady(() => requireInService(member), { timeoutMilliseconds: 60_000 })),
  );
}

export const replicaSetUri = (members: readonly { port: number }[]): string =>
  `mongodb://${members.map(({ port }) => `127.0.0.1:${port}`).join(',')}/?replicaSet=${REPLICA_SET}`;

async function startMember(directory: string, binary: string): Promise<PrivateMember> {
  let running = await spawnAnswering(directory, binary);
  const { port } = running;
  const member: PrivateMember = {
    port,
    pid: () => running.pid,
    hello: () => askMember(port, { hello: 1 }),
    stop: () => stopProcess(running),
    kill: () => killProcess(running),
    async start() {
      running = await spawnAnswering(directory, binary);
      try {
        await awaitReady(() => requireInService(member), { timeoutMilliseconds: 60_000 });
      } catch (error) {
        // Whoever tries again starts another one on the same data.
        await stopProcess(running);
        throw error;
      }
    },
  };
  return member;
}

async function spawnAnswering(directory: string, binary: string) {
  const { record, ended, log } = await spawnMongod({ directory, binary });
  try {
    await awaitReady(() => askMember(record.port, { ping: 1 }), { timeoutMilliseconds: 30_000, ended });
  } catch (cause) {
    await stopProcess(record);
    throw new Error(`mongod did not start on ${directory}; see ${log}`, { cause });
  }
  return record;
}

async function requireInService(member: PrivateMember): Promise<void> {
  const hello = await member.hello();
  if (hello['isWritablePrimary'] !== true && hello['secondary'] !== true) throw new Error('it does not serve yet');
}

/** Asks one member itself, whatever it is in its set. */
export async function askMember(
  port: number,
  command: mongoose.mongo.Document,
  timeoutMilliseconds = 1_000,
): Promise<mongoose.mongo.Document> {
  const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: timeoutMilliseconds,
  });
  try {
    return await client.db('admin').command(command);
  } finally {
    await client.close();
  }
}
