import { randomUUID } from 'node:crypto';
import { CapturePayment, type Message, ReturnStock, ReversePayment } from '@ordergraph/events';
import { type Broker, commandsQueue, createRabbitBroker, keyedId } from '@ordergraph/messaging';
import { envelop, eventually, testBrokerUrl } from '@ordergraph/testing';
import { type LostMessages, openLostMessages } from '../support/lost-messages.js';
import { type MessageTap, tapMessages } from '../support/message-tap.js';
import { addsUp, openShop, type Shop } from '../support/shop.js';
import { placeOrder, providerBooks, readOrder } from '../support/shopper.js';

const suite = testBrokerUrl() === undefined ? describe.skip : describe;
const nothing = (): undefined => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const amount = { amount: 1_000, currency: 'EUR' };

/** The saga and its participants as they run, over real queues; messages are lost, late and early where a test wants it. */
suite('fulfilment over unreliable queues', () => {
  const url = testBrokerUrl() ?? '';
  let shop: Shop;
  let lost: LostMessages;
  let tap: MessageTap;
  let broker: Broker;
  const orders: string[] = [];

  beforeAll(async () => {
    shop = await openShop({ amqpUrl: url, environment: { CAPTURE_DEADLINE_SECONDS: '8' } });
    const { namespace } = shop.platform.current;
    lost = await openLostMessages(url, namespace);
    tap = await tapMessages(url, namespace, ['inventory', 'payments']);
    broker = createRabbitBroker({ url, namespace, connectionName: 'test', logger: silent });
    await broker.declare({ exchanges: [], queues: ['inventory', 'payments'].map(commandsOf) });
  }, 120_000);
  afterAll(async () => {
    await Promise.all([lost.close(), tap.close(), broker.close(1_000)]);
    await shop.platform.remove();
  }, 60_000);

  const commandsOf = (owner: string) => ({
    name: commandsQueue(owner),
    bindings: [],
    singleActiveConsumer: owner === 'inventory',
  });
  const place = async (idempotencyKey: string = randomUUID()): Promise<string> => {
    const { id } = await placeOrder(shop.shopper, { productId: shop.productId, idempotencyKey });
    orders.push(id);
    return id;
  };
  const send = (owner: string, message: Message, id: string) => broker.send(commandsQueue(owner), envelop(message, id));
  const books = (id: string) => providerBooks(shop.platform.current, id);
  const stateOf = async (id: string) => {
    const order = await readOrder(shop.shopper, id);
    return [order?.status, order?.version];
  };
  const told = (id: string, type: string) =>
    tap.messages
      .filter((message) => message.type === type && message.subject.endsWith(id))
      .map((message) => message.id);
  /** The id that an order gets under this key, before it is placed. */
  const orderIdUnder = (idempotencyKey: string): string => {
    const [, payload = ''] = shop.shopper.token?.split('.') ?? [];
    const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string };
    return keyedId({ principal: `user:${sub}`, field: 'placeOrder', idempotencyKey });
  };

  it('an answer that is lost is asked for again with the same id, and given again from what is recorded', async () => {
    await lost.lose('inventory.stock-committed');
    const id = await place();
    await eventually(() => expect(told(id, 'inventory.stock-committed.v1')).toHaveLength(1), { timeoutMs: 20_000 });
    await lost.deliver('inventory.stock-committed');
    expect(await shop.ended(id)).toMatchObject({ status: 'CONFIRMED', version: 5 });
    const answers = told(id, 'inventory.stock-committed.v1');
    expect(answers.length).toBeGreaterThan(1);
    expect(new Set(answers).size).toBe(1);
    expect(await books(id)).toMatchObject({ charges: 1, captured: 1_000 });
  }, 60_000);

  it('a capture in doubt is undone when its deadline passes, and its late success changes nothing', async () => {
    await lost.lose('payments.payment-captured', 'payments.payment-reversed');
    const id = await place();
    await eventually(async () => expect(await books(id)).toMatchObject({ captured: 1_000 }), { timeoutMs: 20_000 });
    await eventually(async () => expect(await books(id)).toMatchObject({ refunded: 1_000 }), { timeoutMs: 40_000 });
    await eventually(async () => expect((await stateOf(id))[0]).toBe('CANCELLING'));
    await lost.deliver('payments.payment-captured');
    const before = await eventually(async () => {
      const state = await stateOf(id);
      expect(told(id, 'inventory.stock-returned.v1').length).toBeGreaterThan(0);
      return state;
    });
    const heard = told(id, 'payments.payment-captured.v1').length;
    await send('payments', CapturePayment({ orderId: id, amount }), `${id}/capture-payment/1`);
    await eventually(() => expect(told(id, 'payments.payment-captured.v1').length).toBeGreaterThan(heard));
    const marker = await place(); // has gone through the same queue when it is confirmed: the late answer was taken
    expect(await shop.ended(marker)).toMatchObject({ status: 'CONFIRMED' });
    expect((await stateOf(id))[0]).toBe(before[0]);
    await lost.deliver('payments.payment-reversed');
    expect(await shop.ended(id)).toMatchObject({ status: 'CANCELLED', payment: { status: 'REFUNDED' } });
    expect(await books(id)).toMatchObject({ charges: 1, captured: 1_000, refunded: 1_000 });
  }, 120_000);

  it('an undo that comes before its do is remembered, and the do refused: nothing is charged, nothing is held', async () => {
    for (const [owner, undo, reason] of [
      ['payments', ReversePayment, 'PAYMENT_DECLINED'],
      ['inventory', ReturnStock, 'FULFILMENT_FAILED'],
    ] as const) {
      const key = randomUUID();
      const orderId = orderIdUnder(key);
      const message =
        undo === ReturnStock ? ReturnStock({ orderId }) : ReversePayment({ orderId, customerId: 'c', amount });
      await send(owner, message, `${orderId}/undo-${owner}/1`);
      const undone = owner === 'payments' ? 'payments.payment-reversed.v1' : 'inventory.stock-returned.v1';
      await eventually(() => expect(told(orderId, undone)).toHaveLength(1));
      expect(await place(key)).toBe(orderId);
      expect(await shop.ended(orderId)).toMatchObject({ status: 'CANCELLED', cancellation: { reason } });
      expect(await books(orderId)).toMatchObject({ authorizations: 0, charges: 0 });
    }
  }, 60_000);

  it('a cancellation at any moment of fulfilment gives everything back, whoever is faster', async () => {
    const cancel = (orderId: string) =>
      shop.shopper.request<{ cancelOrder: { __typename: string } }>(
        'mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { __typename } }',
        { input: { orderId } },
      );
    const cancelAt = async (version: number): Promise<string> => {
      const id = await place();
      await eventually(async () => expect((await stateOf(id))[1]).toBeGreaterThanOrEqual(version), { intervalMs: 5 });
      const { cancelOrder } = await cancel(id);
      expect(cancelOrder.__typename).toBe('CancelOrderSuccess');
      return id;
    };
    const cancelled: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      cancelled.push(...(await Promise.all([1, 2, 3, 4, 5].map(cancelAt))));
    }
    for (const id of cancelled) {
      await eventually(async () => expect((await stateOf(id))[0]).toBe('CANCELLED'), { timeoutMs: 60_000 });
      expect(await readOrder(shop.shopper, id)).toMatchObject({ cancellation: { reason: 'CUSTOMER_REQUEST' } });
    }
  }, 120_000);

  it('leaves stock and money where they belong', () => addsUp(shop, orders), 60_000);
});
