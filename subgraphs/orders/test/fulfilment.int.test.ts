import { eventually, testBrokers } from '@ordergraph/testing';
import { declined, happily, outOfStock } from './answers.js';
import { cancelOrder, orderWith, placed, placeOrder, watchOrder } from './operations.js';
import { openWorld, robin, type World } from './world.js';

describe.each(testBrokers())('fulfilment on $kind', (broker) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(broker);
  }, 60_000);
  afterAll(async () => world.close());
  beforeEach(() => {
    world.answers = happily;
  });

  const statuses = (steps: readonly { readonly status: string }[]) => steps.map(({ status }) => status);
  const commandsFor = (id: string) => world.commands.filter(({ data }) => data.orderId === id).map((each) => each.id);

  it('confirms an order step by step, and a watcher sees every version once', async () => {
    const client = world.as(robin);
    const { data } = await placeOrder(client);
    const id = data?.placeOrder.order.id ?? '';
    expect(data?.placeOrder).toMatchObject({
      __typename: 'PlaceOrderSuccess',
      order: { status: 'PENDING', version: 1 },
    });
    const watch = await watchOrder(client, id, data?.placeOrder.order.progress.cursor);
    await eventually(() => expect(watch.end).toEqual({ kind: 'completed' }));
    const seen = watch.payloads.map(({ data }) => data?.orderProgress);
    expect(seen.map((each) => each?.version)).toEqual([2, 3, 4, 5]);
    expect(seen.map((each) => each?.changed)).toEqual([
      'RESERVE_STOCK',
      'AUTHORIZE_PAYMENT',
      'CAPTURE_PAYMENT',
      'COMMIT_STOCK',
    ]);
    expect(seen.at(-1)).toMatchObject({ final: true, status: 'CONFIRMED', order: { status: 'CONFIRMED', version: 5 } });
    expect(new Set(watch.payloads.map(({ extensions }) => extensions?.['cursor'])).size).toBe(seen.length);
    expect(commandsFor(id)).toEqual([
      `${id}/reserve-stock/1`,
      `${id}/authorize-payment/1`,
      `${id}/capture-payment/1`,
      `${id}/commit-stock/1`,
    ]);
  });

  it('cancels an order that is out of stock, without asking anybody to undo anything', async () => {
    world.answers = outOfStock;
    const client = world.as(robin);
    const order = await orderWith(client, await placed(client), 'CANCELLED');
    expect(order.cancellation).toMatchObject({
      reason: 'OUT_OF_STOCK',
      unavailable: [{ sku: 'MUG-BLUE', requested: 2, available: 1 }],
    });
    expect(statuses(order.progress.steps)).toEqual(['FAILED', 'SKIPPED', 'SKIPPED', 'SKIPPED']);
    expect(commandsFor(order.id)).toEqual([`${order.id}/reserve-stock/1`]);
  });

  it('gives the stock back when the payment is declined', async () => {
    world.answers = declined;
    const client = world.as(robin);
    const order = await orderWith(client, await placed(client), 'CANCELLED');
    expect(order.cancellation).toMatchObject({ reason: 'PAYMENT_DECLINED', message: 'The card was declined.' });
    expect(statuses(order.progress.steps)).toEqual(['UNDONE', 'FAILED', 'SKIPPED', 'SKIPPED']);
    expect(commandsFor(order.id)).toContain(`${order.id}/undo-inventory/1`);
    expect(commandsFor(order.id)).not.toContain(`${order.id}/undo-payments/1`);
  });

  it('undoes a confirmed order when its customer cancels in time', async () => {
    const client = world.as(robin);
    const id = await placed(client);
    await orderWith(client, id, 'CONFIRMED');
    const { data } = await cancelOrder(client, id);
    expect(data?.cancelOrder.__typename).toBe('CancelOrderSuccess');
    const order = await orderWith(client, id, 'CANCELLED');
    expect(order.cancellation).toMatchObject({ reason: 'CUSTOMER_REQUEST' });
    expect(statuses(order.progress.steps)).toEqual(['UNDONE', 'UNDONE', 'UNDONE', 'UNDONE']);
    const repeated = await cancelOrder(client, id);
    expect(repeated.data?.cancelOrder).toMatchObject({
      __typename: 'CancelOrderSuccess',
      order: { version: order.version },
    });
  });
});
