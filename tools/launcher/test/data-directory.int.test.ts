import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { readPlatformRecord, writePlatformRecord } from '../src/platform/data-directory.js';
import { developmentKeys } from '../src/platform/development-keys.js';
import { findInfrastructure } from '../src/platform/find-infrastructure.js';
import { resetDataDirectory } from '../src/platform/reset-data-directory.js';

jest.setTimeout(60_000);

describe('a data directory', () => {
  const root = mkdtempSync(join(tmpdir(), 'ordergraph-'));
  const report = (): undefined => undefined;
  afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

  it('has a namespace of its own, kept from start to start', () => {
    const record = readPlatformRecord(root);
    writePlatformRecord(root, record);
    expect(readPlatformRecord(root)).toEqual(record);
    expect(readPlatformRecord(join(root, 'another')).namespace).not.toBe(record.namespace);
  });

  it('has keys that only its owner may read, kept from start to start', async () => {
    const keys = await developmentKeys(root);
    expect(statSync(join(root, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(await developmentKeys(root)).toEqual(keys);
    expect(keys.users.kid).not.toBe(keys.gateway.kid);
  });

  it('stays with its broker while messages wait in it, and moves when none does', async () => {
    const dataDirectory = join(root, 'broker');
    const request = { dataDirectory, report, acrossProcesses: false };
    const embedded = { ...process.env, BROKER: 'embedded' };
    const rabbit = { ...process.env, BROKER: 'rabbitmq', AMQP_URL: process.env['ORDERGRAPH_TEST_AMQP_URL'] };
    const find = (environment: NodeJS.ProcessEnv) =>
      findInfrastructure({ ...request, environment, record: readPlatformRecord(dataDirectory) });
    const first = await find(embedded);
    const { namespace } = readPlatformRecord(dataDirectory);
    const client = await mongoose.mongo.MongoClient.connect(first.mongo.uri);
    await client.db(`${namespace}_broker`).collection('parkedMessages').insertOne({ queue: 'orders.commands.t1' });
    await expect(find(rabbit)).rejects.toThrow(
      /^This data directory was used with the embedded broker; now .* would be used, and one message still waits/,
    );
    const again = await find(embedded);
    const reconnected = await mongoose.mongo.MongoClient.connect(again.mongo.uri);
    await reconnected.db(`${namespace}_broker`).collection('parkedMessages').deleteMany({});
    await Promise.all([client.close(), reconnected.close()]);
    await again.stop();
    const moved = await find(rabbit);
    expect(moved.broker.kind).toBe('rabbitmq');
    await moved.stop();
    await resetDataDirectory({ directory: dataDirectory, environment: rabbit, report });
    expect(readPlatformRecord(dataDirectory).broker).toBeUndefined();
  });
});
