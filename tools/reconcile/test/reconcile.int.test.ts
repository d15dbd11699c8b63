import { orderStateExample, paymentStateExample } from '@ordergraph/events';
import { deadLetterQueue } from '@ordergraph/messaging';
import { testBrokers, testMongo, uniqueNamespace } from '@ordergraph/testing';
import { reconcile } from '../src/index.js';
import {
  cancelled,
  confirmed,
  type Document,
  plantPlatform,
  type PlantedPlatform,
  product,
  user,
} from './planted-platform.js';

let platform: PlantedPlatform;

beforeEach(async () => {
  platform = await plantPlatform();
});
afterEach(() => platform.close());

const reconcilePlanted = (secondLookMilliseconds = 1) =>
  reconcile({ mongodbUri: testMongo().uri, namespace: platform.namespace, secondLookMilliseconds });

/** An entry in the books of the provider, for an authorization of its own. */
const operation = (orderReference: string, status: string) =>
  platform.collection('provider', 'operations').insertOne({
    _id: `${orderReference} ${status} again`,
    ...{ orderReference, authorizationId: `another of ${orderReference}`, amount: 2_000, answer: { status } },
  });

/** An order that has not ended, and its payment. */
async function underWay(id: string, status: string): Promise<void> {
  const at = new Date('2026-01-01T09:00:00Z');
  const common = { messages: [], at };
  const amount = { amount: 0, currency: 'EUR' };
  const order = { _id: { stream: `order-${id}`, version: 1 }, ...common, state: { ...orderStateExample, id } };
  await platform.commits('orders').insertOne({ ...order, state: { ...order.state, status: 'PENDING' } });
  const payment = { ...paymentStateExample, id, orderId: id, status, captured: amount, refunded: amount };
  await platform.commits('payments').insertOne({
    _id: { stream: `payment-${id}`, version: 1 },
    ...common,
    state: payment,
  });
}

/** Changes one commit, or removes it. */
const commit = (service: string, stream: string, version: number, change?: Partial<Document>) =>
  change === undefined
    ? platform.commits(service).deleteOne({ _id: { stream, version } })
    : platform.commits(service).updateOne({ _id: { stream, version } }, { $set: change });

const row = (service: string, name: string, id: string, change?: Partial<Document>) =>
  change === undefined
    ? platform.collection(service, name).deleteOne({ _id: id })
    : platform.collection(service, name).updateOne({ _id: id }, { $set: change });

it('has nothing against a platform at rest, and has looked at something for every invariant but the two of queues', async () => {
  const { checked, differences } = await reconcilePlanted();
  expect(differences).toEqual([]);
  const idle = checked.filter(({ count }) => count === 0).map(({ invariant }) => invariant);
  expect(idle).toEqual(['outbox empties', 'no dead letters']);
});

const passed = new Date('2026-01-01T09:00:00Z');

it.each([
  [
    'streams are contiguous',
    `payment-${confirmed}`,
    'a commit is missing',
    () => commit('payments', `payment-${confirmed}`, 1),
  ],
  [
    'orders end',
    confirmed,
    'it is stuck',
    () => commit('orders', `order-${confirmed}`, 2, { 'state.stuckAt': passed.toISOString() }),
  ],
  [
    'orders end',
    cancelled,
    'an operator answered for an undo',
    () =>
      commit('orders', `order-${cancelled}`, 2, {
        messages: [{ type: 'saga.undo-abandoned.v1', data: { owner: 'payments', by: 'user:x', note: 'by bank' } }],
      }),
  ],
  [
    'money adds up',
    confirmed,
    'nothing was captured',
    () => commit('payments', `payment-${confirmed}`, 2, { 'state.captured.amount': 0 }),
  ],
  [
    'money adds up',
    cancelled,
    'the money stayed',
    () => commit('payments', `payment-${cancelled}`, 2, { 'state.refunded.amount': 0 }),
  ],
  [
    'money adds up',
    cancelled,
    'the money is still held',
    () =>
      commit('payments', `payment-${cancelled}`, 2, {
        'state.status': 'AUTHORIZED',
        'state.captured.amount': 0,
        'state.refunded.amount': 0,
      }),
  ],
  ['provider agrees', confirmed, 'it knows of no charge', () => row('provider', 'operations', `${confirmed} captured`)],
  [
    'provider agrees',
    confirmed,
    'it charged twice',
    () =>
      platform.collection('provider', 'operations').insertOne({
        _id: 'again',
        orderReference: confirmed,
        amount: 2_000,
        answer: { status: 'captured' },
      }),
  ],
  [
    'provider agrees',
    cancelled,
    'the provider still holds money of an order that ended',
    () => operation(cancelled, 'authorized'),
  ],
  [
    'provider agrees',
    confirmed,
    'the customer approved, and nobody took the money',
    () => operation(confirmed, 'approved'),
  ],
  [
    'provider agrees',
    'lost',
    'it holds money of an order and a payment that are lost',
    () => operation('lost', 'authorized'),
  ],
  ['provider agrees', 'lost', 'it took money of a payment that is lost', () => operation('lost', 'captured')],
  [
    'provider agrees',
    'left',
    'the payment ended without its money',
    async () => {
      await operation('left', 'authorized');
      await underWay('left', 'VOIDED');
    },
  ],
  ['stock adds up', product, 'a piece vanished', () => row('inventory', 'stock', product, { 'value.available': 102 })],
  [
    'stock is accounted for',
    product,
    'sold twice',
    () => row('inventory', 'stock', product, { 'value.sold': 4, 'value.available': 101 }),
  ],
  [
    'stock is accounted for',
    product,
    'restocked twice',
    () => row('inventory', 'stock', product, { 'value.adjustments': 10, 'value.available': 108 }),
  ],
  [
    'orders hold their stock',
    confirmed,
    'its pieces went back',
    () => commit('inventory', `reservation-${confirmed}`, 2, { 'state.status': 'RETURNED' }),
  ],
  [
    'orders hold their stock',
    confirmed,
    'it bought fewer',
    () => commit('inventory', `reservation-${confirmed}`, 2, { 'state.lines.0.quantity': 1 }),
  ],
  [
    'orders hold their stock',
    cancelled,
    'it kept its pieces',
    () => commit('inventory', `reservation-${cancelled}`, 2, { 'state.status': 'COMMITTED' }),
  ],
  [
    'nothing belongs to nobody',
    confirmed,
    'its order is gone',
    () => platform.commits('orders').deleteMany({ '_id.stream': `order-${confirmed}` }),
  ],
  [
    'outbox empties',
    `user-${user}/1`,
    'it was never published',
    () => commit('users', `user-${user}`, 1, { pending: 1 }),
  ],
  [
    'views show their streams',
    confirmed,
    'its row is behind',
    () => row('orders', 'orderViews', confirmed, { status: 'PENDING' }),
  ],
  [
    'views show their streams',
    confirmed,
    'its row is ahead',
    () => row('orders', 'orderViews', confirmed, { version: 9 }),
  ],
  ['views show their streams', product, 'its copy is gone', () => row('orders', 'productCopies', product)],
  [
    'views show their streams',
    user,
    'the copy of its name is old',
    () => row('orders', 'customerCopies', user, { displayName: 'Eve' }),
  ],
] satisfies readonly (readonly [string, string, string, () => Promise<unknown>])[])(
  '%s: names %s when %s',
  async (invariant, id, _damage, plant) => {
    await plant();
    const { differences } = await reconcilePlanted();
    expect(differences).toContainEqual(expect.objectContaining({ invariant, id }));
  },
);

it.each(['PENDING', 'ACTION_REQUIRED', 'AUTHORIZED'])(
  'has nothing against money that the provider holds while the payment is %s and its order under way',
  async (status) => {
    await operation('new', 'authorized');
    await underWay('new', status);
    const { differences } = await reconcilePlanted();
    expect(differences.filter(({ invariant }) => invariant === 'provider agrees')).toEqual([]);
  },
);

it('has nothing against what the provider released', async () => {
  await operation(cancelled, 'authorized');
  await operation(cancelled, 'voided');
  expect((await reconcilePlanted()).differences).toEqual([]);
});

it('says of what it cannot see that it was not looked at', async () => {
  await platform.collection('provider', 'operations').drop();
  const { checked } = await reconcilePlanted();
  expect(checked.filter(({ notLookedAt }) => notLookedAt)).toMatchObject([
    { invariant: 'provider agrees' },
    { invariant: 'no dead letters' },
  ]);
});

it('gives up on a RabbitMQ that is not there', async () => {
  const amqpUrl = 'amqp://guest:secret@127.0.0.1:1';
  const reconciling = reconcile({ mongodbUri: testMongo().uri, namespace: platform.namespace, amqpUrl });
  await expect(reconciling).rejects.toThrow('amqp://127.0.0.1:1 does not answer');
});

it('has nothing against what is left of a lost order of which nothing is held', async () => {
  await platform.commits('orders').deleteMany({ '_id.stream': `order-${cancelled}` });
  expect((await reconcilePlanted()).differences).toEqual([]);
});

it('does not report what differs only for a moment', async () => {
  await row('orders', 'customerCopies', user, { displayName: 'Eve' });
  const reconciling = reconcilePlanted(1_500);
  setTimeout(() => void row('orders', 'customerCopies', user, { displayName: 'Ada' }), 700);
  expect((await reconciling).differences).toEqual([]);
});

it.each(testBrokers())(
  'names each dead letter by the id of its message, and leaves it where it is, on $kind',
  async (testBroker) => {
    const namespace = uniqueNamespace();
    const broker = namespace.openBroker(testBroker);
    await broker.declare({ exchanges: [], queues: [{ name: deadLetterQueue, bindings: [] }] });
    const envelope = { type: 'a.b.v1', source: 'a', subject: 's', time: '', version: 1, correlationId: 'c' };
    await broker.send(deadLetterQueue, {
      routingKey: 'a.b',
      content: Buffer.from('{}'),
      envelope: { id: 'm1', ...envelope },
    });
    const options = { mongodbUri: testMongo().uri, namespace: namespace.name, amqpUrl: testBroker.url };
    for (const _again of [1, 2]) {
      const { differences } = await reconcile({ ...options, secondLookMilliseconds: 1 });
      expect(differences).toEqual([{ invariant: 'no dead letters', id: 'm1', message: 'a.b.v1 failed for good' }]);
    }
    await broker.close(1_000);
    await namespace.cleanup();
  },
);

it('counts the runs of each version of the saga by where they stand', async () => {
  const begun = (version: number) => ({
    type: 'saga.started.v1',
    data: { definition: 'order-fulfilment', definitionVersion: version, patienceSeconds: 1 },
  });
  await platform.commits('orders').updateMany({ '_id.version': 1 }, { $set: { messages: [begun(1)] } });
  const at = new Date('2026-01-02T00:00:00Z');
  const underWay = { messages: [begun(2)], state: { status: 'PENDING' }, at };
  await platform.commits('orders').insertOne({ _id: { stream: 'order-new', version: 1 }, ...underWay });
  const { sagas } = await reconcilePlanted();
  expect(sagas).toMatchObject([
    { definition: 'order-fulfilment', version: 1, underWay: 0, confirmed: 1, cancelled: 1 },
    { definition: 'order-fulfilment', version: 2, underWay: 1, confirmed: 0, cancelled: 0, lastConfirmedAt: null },
  ]);
  expect(sagas[0]?.lastConfirmedAt).toBeInstanceOf(Date);
});
