import { eventually, testBrokerUrl, type TestNamespace, uniqueNamespace } from '@ordergraph/testing';
import { connect, type ConfirmChannel, type ChannelModel } from 'amqplib';
import { type Broker, createRabbitBroker, on } from '../../src/index.js';
import { shortDelays, silentLogger } from '../broker-conformance/harness.js';
import { consume, type Consuming, deadLetters, Greeted, greeted, queue } from '../consuming/greetings.js';

jest.setTimeout(60_000);

const body = JSON.stringify(Greeted.example);
/** Headers as this service would write them, but for those given. */
const headers = (foreign: Record<string, unknown>) => ({
  'cloudEvents:id': 'foreign',
  'cloudEvents:type': Greeted.type,
  'cloudEvents:source': 'greeter',
  'cloudEvents:subject': 'greeting-foreign',
  'cloudEvents:time': '2026-01-01T09:00:00.000Z',
  'cloudEvents:streamversion': 1,
  'cloudEvents:correlationid': 'c',
  ...foreign,
});
const failedHere = { 'ordergraph:failed-queue': queue, 'ordergraph:failed-attempts': 1 };

const suite = testBrokerUrl() === undefined ? describe.skip : describe;

suite('a message that somebody else put into a queue of RabbitMQ', () => {
  let namespace: TestNamespace;
  let broker: Broker;
  let foreigner: ChannelModel;
  let channel: ConfirmChannel;
  let consuming: Consuming;
  const handled: string[] = [];

  beforeAll(async () => {
    const url = testBrokerUrl() ?? '';
    namespace = uniqueNamespace();
    const options = { url, namespace: namespace.name, connectionName: 'foreign', logger: silentLogger };
    broker = createRabbitBroker({ ...options, retryDelays: shortDelays });
    consuming = await consume(broker, { reactions: [on(Greeted, async ({ id }) => void handled.push(id))] });
    foreigner = await connect(url);
    channel = await foreigner.createConfirmChannel();
  });
  afterAll(async () => {
    await foreigner.close();
    await consuming.consumer.stop(1_000);
    await broker.close(1_000);
    await namespace.cleanup();
  });

  it.each([
    ['without headers', body, {}],
    ['that is no JSON', Buffer.from([0xff, 0, 1]), headers({})],
    ['whose version is no number', body, headers({ 'cloudEvents:streamversion': 'new' })],
    ['whose version is a table', body, headers({ 'cloudEvents:streamversion': { valueOf: 1, toString: 1 } })],
    ['whose version is negative', body, headers({ 'cloudEvents:streamversion': -1 })],
    ['that failed nobody knows when', 'x', headers(failedHere)],
    ['that failed at no time', 'x', headers({ ...failedHere, 'ordergraph:first-failed-at': 'junk' })],
    ['that failed uncountably often', 'x', headers({ ...failedHere, 'ordergraph:failed-attempts': 'often' })],
    ['with deaths that are none', 'x', headers({ 'x-death': [null, 'x', { reason: 'delivery_limit' }] })],
    ['that died beyond time', 'x', headers({ 'x-death': [{ reason: 'delivery_limit', time: { value: 1e300 } }] })],
    ['with an id that is too long', body, headers({ 'cloudEvents:id': 'x'.repeat(15_000) })],
    ['whose headers leave no room for its failure', 'x', headers({ 'cloudEvents:causationid': 'x'.repeat(15_800) })],
  ])('%s goes to the dead letters, and healthy messages go on', async (what, content, foreign) => {
    const before = (await consuming.count('dead_lettered')) + (await consuming.count('dead_lettered', 'unknown'));
    channel.publish('', `${namespace.name}.${queue}`, Buffer.from(content), { headers: foreign });
    await channel.waitForConfirms();
    await broker.publish('greeter.events', greeted(what));
    await eventually(async () => {
      expect((await consuming.count('dead_lettered')) + (await consuming.count('dead_lettered', 'unknown'))).toBe(
        before + 1,
      );
    });
    await eventually(() => expect(handled).toContain(what));
    expect(Object.values(await deadLetters(broker))).not.toContain(undefined);
    expect(await consuming.count('requeued')).toBe(0);
  });
});
