import { eventually, testBrokerUrl, type TestNamespace, uniqueNamespace } from '@ordergraph/testing';
import { connect } from 'amqplib';
import { type Broker, type BrokerMessage, deadLetterQueue, type Failure } from '../../src/index.js';
import { Inbox, keep, message, shortDelays } from '../broker-conformance/harness.js';

const suite = testBrokerUrl() === undefined ? describe.skip : describe;
const url = testBrokerUrl() ?? '';
const queue = 'mail.greetings.t1';
const topology = {
  exchanges: ['orders.events'],
  queues: [queue, 'mail.others.t1'].map((name) => ({
    name,
    bindings: [{ exchange: 'orders.events', routingKey: 'orders.order-placed' }],
  })),
};

suite('messages that wait for their next try while somebody deletes their queue', () => {
  let namespace: TestNamespace;
  let broker: Broker;
  beforeEach(async () => {
    namespace = uniqueNamespace();
    broker = namespace.openBroker({ kind: 'rabbitmq', url }, { retryDelays: shortDelays });
    await broker.declare(topology);
  });
  afterEach(async () => {
    await broker.close(1_000);
    await namespace.cleanup();
  });

  const failed = (id: string): BrokerMessage => {
    const failure: Failure = {
      queue,
      attempts: 2,
      firstFailedAt: '2026-01-01T09:00:00.000Z',
      errorCode: 'NOT_YET',
      errorMessage: 'nobody knows Robin',
    };
    return message(id, { failure });
  };
  const deadLetters = () => broker.browse(deadLetterQueue, 1_000);

  it('end in the dead letters, with what went wrong', async () => {
    await Promise.all(
      ([5_000, 60_000, 600_000] as const).map((delay) => broker.retryLater(queue, delay, failed(`${delay}`))),
    );
    await deleteQueue(`${namespace.name}.${queue}`);
    await eventually(async () => {
      const byId = (await deadLetters()).toSorted((one, other) => one.envelope.id.localeCompare(other.envelope.id));
      expect(byId).toEqual(['5000', '60000', '600000'].map(failed));
    });
  });

  it('do not hold up those of other queues, however many they are', async () => {
    const others = await new Inbox(broker, 'mail.others.t1').ready();
    await deleteQueue(`${namespace.name}.${queue}`);
    const ids = Array.from({ length: 200 }, (_, index) => `forsaken-${index}`);
    await Promise.all(ids.map((id) => broker.retryLater(queue, 5_000, failed(id))));
    await broker.retryLater('mail.others.t1', 5_000, message('healthy'));
    await eventually(() => expect(others.ids).toEqual(['healthy']));
    await eventually(async () => expect(await deadLetters()).toHaveLength(200));
  });

  it('return when the queue is there again in time: its consumer declares it', async () => {
    const inbox = await new Inbox(broker, queue, { settle: keep }).ready();
    await broker.retryLater(queue, 600_000, failed('parked'));
    await deleteQueue(`${namespace.name}.${queue}`);
    await eventually(() => expect(inbox.ids).toEqual(['parked']));
    expect(await deadLetters()).toEqual([]);
  });
});

async function deleteQueue(name: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  await channel.deleteQueue(name);
  await connection.close();
}
