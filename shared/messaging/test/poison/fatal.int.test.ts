import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { eventually, testBrokerUrl, testMongo, uniqueNamespace } from '@ordergraph/testing';
import mongoose from 'mongoose';
import { deadLetterQueue } from '../../src/index.js';
import { declareGreetings, greeted, queue } from '../consuming/greetings.js';

jest.setTimeout(180_000);

const program = path.join(import.meta.dirname, 'crashing-consumer.mjs');
const suite = testBrokerUrl() === undefined ? describe.skip : describe;

suite('a message that ends every process which handles it', () => {
  const namespace = uniqueNamespace();
  const url = testBrokerUrl() ?? '';
  const client = new mongoose.mongo.MongoClient(testMongo().uri);
  const replicas = new Set<ChildProcess>();
  let crashes = 0;
  let stopping = false;

  /** A process that is started again whenever it ends, as by Kubernetes. */
  function supervise(): void {
    const child = fork(program, [testMongo().uri, url, namespace.name], { stdio: 'ignore', execArgv: [] });
    replicas.add(child);
    child.on('exit', () => {
      replicas.delete(child);
      if (stopping) return;
      crashes += 1;
      supervise();
    });
  }

  afterAll(async () => {
    stopping = true;
    const ends = [...replicas].map((child) => once(child, 'exit'));
    for (const child of replicas) child.kill('SIGKILL');
    await Promise.all(ends);
    await client.close();
    await namespace.cleanup();
  });

  it('ends at most 13 of them, and then lies among the dead letters; every healthy one is handled', async () => {
    const broker = namespace.openBroker({ kind: 'rabbitmq', url });
    await declareGreetings(broker);
    const healthy = Array.from({ length: 100 }, (_, index) => `healthy-${index}`);
    const ids = [...healthy.slice(0, 50), 'fatal', ...healthy.slice(50)];
    await Promise.all(ids.map((id) => broker.publish('greeter.events', greeted(id))));
    supervise();
    supervise();
    const effects = client.db(`${namespace.name}_mail`).collection<{ _id: string; times: number }>('effects');
    await eventually(async () => expect(await effects.countDocuments()).toBe(100), { timeoutMs: 120_000 });
    const dead = () => broker.browse(deadLetterQueue, 100);
    await eventually(async () => expect(await dead()).not.toEqual([]), { timeoutMs: 120_000, intervalMs: 200 });
    expect(await dead()).toMatchObject([
      { envelope: { id: 'fatal', failure: { queue, attempts: 1, errorCode: 'DELIVERED_TOO_OFTEN' } } },
    ]);
    // Three together, ten alone; what it was in company of may have made it suspicious earlier.
    expect(crashes).toBeGreaterThanOrEqual(10);
    expect(crashes).toBeLessThanOrEqual(13);
    const before = crashes;
    await broker.publish('greeter.events', greeted('afterwards'));
    await eventually(async () => expect(await effects.countDocuments({ _id: 'afterwards' })).toBe(1));
    expect(crashes).toBe(before);
    await broker.close(1_000);
  });
});
