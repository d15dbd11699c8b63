import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataDirectoryLock, lockDataDirectory, readRunningProcess } from '@ordergraph/infrastructure';
import { mongo } from 'mongoose';
import { readPlatformRecord, writePlatformRecord } from '../src/platform/data-directory.js';
import { findInfrastructure, type Infrastructure } from '../src/platform/find-infrastructure.js';
import { onPlatform, type PlatformPlace } from '../src/platform/on-platform.js';

jest.setTimeout(120_000);

const privateMongo = { source: 'private', address: '' } as const;
const stopped = Symbol('stopped');

describe('a command beside a platform', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'ordergraph-'));
  const recordFile = join(dataDirectory, 'platform.json');
  const surroundings = { ...process.env, DATA_DIRECTORY: dataDirectory, MONGODB_URI: undefined };
  let platform: Infrastructure | typeof stopped = stopped;
  let lock: DataDirectoryLock | undefined;

  const running = () => readRunningProcess(join(dataDirectory, 'mongodb'));
  const look = (environment: Record<string, string> = {}): Promise<PlatformPlace> =>
    onPlatform({ ...surroundings, ...environment }, undefined, (place) => Promise.resolve(place));

  /** What a start does before its programs. */
  async function start(): Promise<number> {
    lock = lockDataDirectory(dataDirectory);
    const environment = { ...surroundings, BROKER: 'embedded' };
    const record = { ...readPlatformRecord(dataDirectory), mongodb: privateMongo };
    const request = { environment, dataDirectory, record, report: () => undefined, acrossProcesses: false };
    const found = await findInfrastructure(request);
    platform = found;
    const client = await mongo.MongoClient.connect(found.mongo.uri);
    await client.db(`${record.namespace}_orders`).collection('commits').updateOne({}, { $set: {} }, { upsert: true });
    await client.close();
    return (await running())?.pid ?? 0;
  }

  async function stop(): Promise<void> {
    if (platform !== stopped) await platform.stop();
    platform = stopped;
    lock?.release();
  }

  afterEach(stop);
  afterAll(() => rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 3 }));

  it('uses its MongoDB and its broker, and leaves them running', async () => {
    const pid = await start();
    expect(await look()).toMatchObject({ broker: { url: undefined } });
    expect((await running())?.pid).toBe(pid);
  });

  it('refuses a broker that is named and is not the one of the platform, and leaves everything as it is', async () => {
    const pid = await start();
    const record = readFileSync(recordFile, 'utf8');
    for (const setting of [{ AMQP_URL: 'amqp://127.0.0.1:1' }, { BROKER: 'rabbitmq' }]) {
      await expect(look(setting)).rejects.toThrow(/uses the embedded broker; (AMQP_URL|BROKER=rabbitmq) names another/);
    }
    expect((await running())?.pid).toBe(pid);
    expect(readFileSync(recordFile, 'utf8')).toBe(record);
  });

  it('moves no platform from its RabbitMQ to the embedded broker', async () => {
    await start();
    const record = readPlatformRecord(dataDirectory);
    const broker = { source: 'default-port', address: '127.0.0.1:5672' } as const;
    writePlatformRecord(dataDirectory, { ...record, broker });
    await expect(look({ BROKER: 'embedded' })).rejects.toThrow(
      'uses the broker at 127.0.0.1:5672; BROKER=embedded names another',
    );
    expect(readPlatformRecord(dataDirectory).broker).toEqual(broker);
    writePlatformRecord(dataDirectory, record);
  });

  it('leaves a MongoDB alone that does not answer just now', async () => {
    const pid = await start();
    process.kill(pid, 'SIGSTOP');
    await expect(look()).rejects.toThrow(`on the data directory ${dataDirectory} does not answer`);
    process.kill(pid, 'SIGCONT');
    expect((await running())?.pid).toBe(pid);
    await look();
  });

  it('starts no MongoDB for a platform that has lost its own', async () => {
    await start();
    if (platform !== stopped) await platform.mongo.stop();
    await expect(look()).rejects.toThrow('does not answer');
    expect(await running()).toBeUndefined();
  });

  it('starts the MongoDB of one that does not run, and stops it again', async () => {
    await start();
    await stop();
    const { namespace } = await look();
    expect(namespace).toBe(readPlatformRecord(dataDirectory).namespace);
    expect(await running()).toBeUndefined();
  });

  it('says which variable a platform was started with, where it is missing', async () => {
    await start();
    const record = readPlatformRecord(dataDirectory);
    const broker = { source: 'environment', address: '10.0.0.1:5672' };
    writeFileSync(recordFile, JSON.stringify({ ...record, broker }));
    await expect(look()).rejects.toThrow('the RabbitMQ that AMQP_URL named; now it names none');
    writePlatformRecord(dataDirectory, record);
  });
});
