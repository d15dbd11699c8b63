import { ContractRegistry } from '@ordergraph/events';
import { eventually, testBrokers, testMongo, uniqueNamespace } from '@ordergraph/testing';
import { mongo } from 'mongoose';
import {
  type Broker,
  type BrokerMessage,
  DeadLetterAudit,
  deadLetterQueue,
  type DeadLetterAction,
  type Failure,
  handleOf,
  resolveDeadLetters,
  type ResolveOptions,
} from '../../src/index.js';
import { type BrokerHarness, brokerHarness, Inbox, message } from '../broker-conformance/harness.js';
import { Greet } from '../consuming/greetings.js';

const queue = 'mail.orders.t1';
const failure = (fields: Partial<Failure> = {}): Failure => ({
  queue,
  attempts: 14,
  firstFailedAt: '2026-01-01T09:00:00.000Z',
  errorCode: 'NOT_YET',
  errorMessage: 'the order is not known yet',
  ...fields,
});

describe.each(testBrokers())('dead letters on $kind', (testBroker) => {
  const names = uniqueNamespace();
  let client: mongo.MongoClient;
  let harness: BrokerHarness;
  let broker: Broker;

  beforeAll(async () => {
    client = await mongo.MongoClient.connect(testMongo().uri);
  });
  afterAll(async () => {
    await client.close();
    await names.cleanup();
  });
  beforeEach(async () => {
    harness = brokerHarness(testBroker);
    broker = await harness.open();
    await broker.declare({ exchanges: [], queues: [{ name: queue, bindings: [] }] });
    await actions().deleteMany({});
  });
  afterEach(() => harness.close());

  const actions = () => client.db(`${names.name}_operations`).collection<DeadLetterAction>('deadLetterActions');
  const resolve = (options: Partial<ResolveOptions> = {}) =>
    resolveDeadLetters({
      broker,
      registry: new ContractRegistry([Greet]),
      selection: {},
      action: 'redrive',
      audit: new DeadLetterAudit({ database: client.db(`${names.name}_operations`), by: 'robin', reason: 'mended' }),
      ...options,
    });
  const bury = (id: string, fields: Partial<Failure> = {}, envelope: Partial<BrokerMessage['envelope']> = {}) =>
    broker.send(deadLetterQueue, message(id, { failure: failure(fields), ...envelope }));
  const buried = async (): Promise<string[]> =>
    (await broker.browse(deadLetterQueue, 1_000)).map(({ envelope }) => envelope.id).toSorted();

  it('go back to exactly the queue they failed in, as they were before, and the audit says who, what and why', async () => {
    await bury('order-1/1/0');
    expect(await resolve()).toMatchObject({ matched: 1, left: [] });
    const inbox = await new Inbox(broker, queue).ready();
    await eventually(() => expect(inbox.ids).toEqual(['order-1/1/0']));
    expect(inbox.deliveries[0]?.message).toEqual(message('order-1/1/0'));
    await eventually(async () => expect(await buried()).toEqual([]));
    expect(await actions().find().toArray()).toMatchObject([
      { action: 'redrive', handle: 'order-1/1/0', queue, errorCode: 'NOT_YET', by: 'robin', reason: 'mended' },
    ]);
    expect((await actions().findOne())?.doneAt).toBeInstanceOf(Date);
  });

  it('stay untouched in a dry run, which says what would go', async () => {
    await bury('order-1/1/0');
    await bury('order-2/1/0', { queue: 'mail.gone.t1' });
    const { resolved, left } = await resolve({ isDryRun: true });
    expect(resolved.map(handleOf)).toEqual(['order-1/1/0']);
    expect(left).toMatchObject([{ obstacle: 'QUEUE_GONE' }]);
    await eventually(async () => expect(await buried()).toEqual(['order-1/1/0', 'order-2/1/0']));
    expect(await actions().countDocuments()).toBe(0);
  });

  it('stay, and say why, when they cannot be handled where they failed', async () => {
    const later = {
      exchanges: [],
      queues: [
        { name: 'mail.old.t1', bindings: [] },
        { name: 'mail.old.t3', bindings: [] },
      ],
    };
    await broker.declare(later);
    const expired = { type: Greet.type, time: new Date(Date.now() - 7_200_000).toISOString() };
    await bury('gone', { queue: 'mail.gone.t1' });
    await bury('longer than any', { queue: `mail.${'x'.repeat(400)}.t1` });
    await bury('superseded', { queue: 'mail.old.t1' });
    await bury('expired', {}, expired);
    await broker.send(deadLetterQueue, message('from nowhere'));
    const { resolved, left } = await resolve();
    expect(resolved).toEqual([]);
    const names = ['expired', 'from nowhere', 'gone', 'longer than any', 'superseded'];
    expect(Object.fromEntries(left.map((each) => [handleOf(each.message), each.obstacle]))).toEqual({
      gone: 'QUEUE_GONE',
      'longer than any': 'QUEUE_GONE',
      superseded: 'QUEUE_SUPERSEDED',
      expired: 'EXPIRED',
      'from nowhere': 'NO_ORIGIN',
    });
    await eventually(async () => expect(await buried()).toEqual(names));
  });

  it('are chosen by id, by error, or by queue', async () => {
    await bury('one', { errorCode: 'A' });
    await bury('two', { errorCode: 'B' });
    await broker.send(deadLetterQueue, { ...message(''), envelope: { ...message('').envelope, failure: failure() } });
    const dry = async (selection: ResolveOptions['selection']) =>
      (await resolve({ selection, isDryRun: true })).resolved.map(handleOf);
    expect(await dry({ handles: ['two', 'three'] })).toEqual(['two']);
    await eventually(async () => expect(await dry({ errorCode: 'A' })).toEqual(['one']));
    await eventually(async () => expect(await dry({ errorCode: 'NOT_YET' })).toEqual([handleOf(message(''))]));
    await eventually(async () => expect(await dry({ queue })).toHaveLength(3));
    expect(await dry({ queue: 'another' })).toEqual([]);
  });

  it('are at most five hundred at a time', async () => {
    await Promise.all(Array.from({ length: 520 }, (_, index) => bury(`letter-${index}`)));
    const first = await resolve();
    expect([first.matched, first.resolved.length]).toEqual([520, 500]);
    await eventually(async () => expect(await buried()).toHaveLength(20));
    const inbox = await new Inbox(broker, queue, { prefetch: 1_000 }).ready();
    await eventually(() => expect(new Set(inbox.ids).size).toBe(500));
  });

  it('are gone for good when they are discarded, and only those that were meant', async () => {
    await bury('bad');
    await bury('good');
    expect(await resolve({ action: 'discard', selection: { handles: ['bad'] } })).toMatchObject({ matched: 1 });
    await eventually(async () => expect(await buried()).toEqual(['good']));
    expect(await actions().findOne()).toMatchObject({ action: 'discard', handle: 'bad', reason: 'mended' });
  });

  it('are never lost when whoever redrives them dies after sending: at worst they come twice, under one id', async () => {
    await bury('order-1/1/0');
    const victim = testBroker.kind === 'rabbitmq' ? await harness.open() : broker;
    const held = await victim.holdDeadLetters(10);
    if (testBroker.kind === 'rabbitmq') {
      await victim.send(queue, message('order-1/1/0')); // sent, and dead before it took the dead letter away
      await victim.close(0);
      await eventually(async () => expect(await buried()).toEqual(['order-1/1/0']));
    } else {
      await held.letters[0]?.moveTo(queue, message('order-1/1/0')); // one write: nothing in between to die in
      expect(await held.letters[0]?.moveTo(queue, message('order-1/1/0'))).toBe(false);
    }
    await resolve();
    const inbox = await new Inbox(broker, queue).ready();
    const times = testBroker.kind === 'rabbitmq' ? 2 : 1;
    await eventually(() => expect(inbox.ids).toEqual(Array.from({ length: times }, () => 'order-1/1/0')));
    await eventually(async () => expect(await buried()).toEqual([]));
  });

  it('stay when their queue goes away at the last moment', async () => {
    await bury('order-1/1/0', { queue: 'mail.gone.t1' });
    const late = {
      exists: (name: string) => Promise.resolve(name === 'mail.gone.t1'),
      holdDeadLetters: (limit: number) => broker.holdDeadLetters(limit),
    };
    const { resolved, left } = await resolve({ broker: late });
    expect([resolved, left]).toMatchObject([[], [{ obstacle: 'QUEUE_GONE' }]]);
    await eventually(async () => expect(await buried()).toEqual(['order-1/1/0']));
  });

  it('leave a beginning in the audit when nobody knows how it ended', async () => {
    await bury('order-1/1/0');
    const broken = {
      exists: (name: string) => Promise.resolve(name === queue),
      holdDeadLetters: async (limit: number) => {
        const held = await broker.holdDeadLetters(limit);
        const letters = held.letters.map((letter) => ({ ...letter, moveTo: () => Promise.reject(new Error('died')) }));
        return { letters, release: held.release };
      },
    };
    await expect(resolve({ broker: broken })).rejects.toThrow('died');
    expect(await actions().findOne()).not.toHaveProperty('doneAt');
    await eventually(async () => expect(await buried()).toEqual(['order-1/1/0']));
  });
});
