import { eventually, testBrokers, testMongo, uniqueNamespace } from '@ordergraph/testing';
import { type Connection, createConnection } from 'mongoose';
import { InfrastructureUnavailable, on } from '../../src/index.js';
import { type BrokerHarness, brokerHarness, outcomeOf } from '../broker-conformance/harness.js';
import { type DatabaseProxy, proxyTo } from './database-proxy.js';
import { type Consuming, consume, deadLetters, Greeted, greeted } from './greetings.js';

jest.setTimeout(60_000);

describe.each(testBrokers())('a consumer whose infrastructure is gone, on $kind', (testBroker) => {
  const namespace = uniqueNamespace();
  let harness: BrokerHarness;
  let consuming: Consuming | undefined;
  let proxy: DatabaseProxy;
  let database: Connection;

  beforeEach(async () => {
    harness = brokerHarness(testBroker);
    const [host = '', port] = new URL(testMongo().uri.replace('mongodb:', 'http:')).host.split(':');
    proxy = await proxyTo({ host, port: Number(port) });
    const uri = `mongodb://127.0.0.1:${proxy.port}/${namespace.name}_mail?directConnection=true`;
    database = await createConnection(uri, { serverSelectionTimeoutMS: 300, bufferCommands: false }).asPromise();
  });
  afterEach(async () => {
    await consuming?.consumer.stop(1_000);
    await harness.close();
    await database.close();
    await proxy.close();
    await namespace.cleanup();
  });

  it('pauses while the database is down, at no message’s cost, and resumes by itself', async () => {
    const broker = await harness.open();
    const effects = database.collection<{ _id: string }>('effects');
    const insert = async (id: string): Promise<void> => {
      await effects.insertOne({ _id: id });
    };
    consuming = await consume(
      broker,
      { reactions: [on(Greeted, ({ id }) => insert(id))], prefetch: 5 },
      { probe: () => database.db!.command({ ping: 1 }) },
    );
    await broker.publish('greeter.events', greeted('before'));
    proxy.cut();
    const ids = Array.from({ length: 20 }, (_, index) => `during-${index}`);
    const outcomes = ids.map((id) => outcomeOf(broker.publish('greeter.events', greeted(id))));
    await eventually(async () => expect(await consuming?.paused()).toBe(1));
    if (testBroker.kind === 'embedded') expect(outcomes.map(({ state }) => state())).not.toContain('resolved');
    proxy.restore();
    await eventually(async () => expect(await effects.countDocuments()).toBe(21), { timeoutMs: 30_000 });
    await eventually(async () => expect(await consuming?.paused()).toBe(0));
    expect(await consuming.count('retried')).toBe(0);
    expect(await deadLetters(broker)).toEqual({});
  });

  it('asks what the error names before it resumes, and handles nothing meanwhile', async () => {
    const broker = await harness.open();
    let providerIsUp = false;
    let probes = 0;
    const calls: string[] = [];
    const probe = async (): Promise<void> => {
      probes += 1;
      if (!providerIsUp) throw new Error('still down');
    };
    const charge = async ({ id }: { id: string }): Promise<void> => {
      calls.push(id);
      if (!providerIsUp) throw new InfrastructureUnavailable({ what: 'the payment provider', probe });
    };
    consuming = await consume(broker, { reactions: [on(Greeted, charge)], prefetch: 1 });
    const sent = ['g-1', 'g-2'].map((id) => outcomeOf(broker.publish('greeter.events', greeted(id))));
    await eventually(() => expect(probes).toBeGreaterThan(2));
    expect(calls).toEqual(['g-1']);
    providerIsUp = true;
    expect(await Promise.all(sent.map(({ done }) => done))).toEqual(['resolved', 'resolved']);
    await eventually(() => expect(calls.toSorted()).toEqual(['g-1', 'g-1', 'g-2']));
  });
});
