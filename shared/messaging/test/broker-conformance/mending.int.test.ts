import { eventually, testBrokers } from '@ordergraph/testing';
import { type Broker, deadLetterQueue, type Envelope } from '../../src/index.js';
import { type BrokerHarness, brokerHarness, Inbox, message } from './harness.js';

const queue = 'mail.orders.t1';
const exchange = 'orders.events';
const topology = { exchanges: [exchange], queues: [{ name: queue, bindings: [{ exchange, routingKey: '#' }] }] };

describe.each(testBrokers())('what operators need of $kind', (testBroker) => {
  let harness: BrokerHarness;
  let broker: Broker;
  beforeEach(async () => {
    harness = brokerHarness(testBroker);
    broker = await harness.open();
    await broker.declare(topology);
  });
  afterEach(() => harness.close());

  const buried = async () => (await broker.browse(deadLetterQueue, 10)).map(({ envelope }) => envelope.id).toSorted();

  it('says whether a queue is there', async () => {
    expect([await broker.exists(queue), await broker.exists('mail.nobody.t1')]).toEqual([true, false]);
  });

  it('removes a queue for good: nothing reaches it, and a restart does not bring it back', async () => {
    await broker.removeQueue(queue);
    await broker.removeQueue(queue);
    await expect(broker.send(queue, message('late'))).rejects.toMatchObject({ code: 'UNROUTABLE' });
    await broker.publish(exchange, message('event'));
    await harness.restart();
    broker = await harness.open();
    expect(await broker.exists(queue)).toBe(false);
  });

  it('tells of queues that are not there before it makes them, and only of those', async () => {
    const told: [readonly string[], boolean][] = [];
    const more = { exchanges: [], queues: [...topology.queues, { name: 'mail.new.t1', bindings: [] }] };
    const beforeCreating = async (missing: readonly string[]): Promise<void> => {
      told.push([missing, await broker.exists('mail.new.t1')]);
    };
    await broker.declare(more, beforeCreating);
    await broker.declare(more, beforeCreating);
    expect(told).toEqual([[['mail.new.t1'], false]]);
  });

  it('gives back the dead letters that it held and nobody settled', async () => {
    for (const id of ['moved', 'discarded', 'left']) await broker.send(deadLetterQueue, message(id));
    const held = await broker.holdDeadLetters(10);
    const letter = (id: string) => held.letters.find(({ message: { envelope } }) => envelope.id === id);
    expect(held.letters.map(({ message: { envelope } }) => envelope.id)).toEqual(['moved', 'discarded', 'left']);
    expect(await letter('moved')?.moveTo(queue, message('moved'))).toBe(true);
    expect(await letter('discarded')?.discard()).toBe(true);
    await held.release();
    await eventually(async () => expect(await buried()).toEqual(['left']));
    const inbox = await new Inbox(broker, queue).ready();
    await eventually(() => expect(inbox.ids).toEqual(['moved']));
  });

  it('carries the place of a message in its replay', async () => {
    const inbox = await new Inbox(broker, queue).ready();
    const replay: Partial<Envelope> = { replayId: 'replay-1', replayPosition: 7 };
    await broker.send(queue, message('replayed', replay));
    await eventually(() => expect(inbox.deliveries[0]?.message.envelope).toMatchObject(replay));
  });
});
