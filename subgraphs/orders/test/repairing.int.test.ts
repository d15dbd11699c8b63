import {
  CapturePayment,
  CommitStock,
  PaymentReversed,
  ReserveStock,
  ReversePayment,
  StockReserved,
} from '@ordergraph/events';
import { eventually } from '@ordergraph/testing';
import { happily, reversalRefused, silentAbout } from './answers.js';
import { cancelOrder, orderOf, orderWith, placed } from './operations.js';
import { anyBroker, openWorld, operator, robin, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld(anyBroker(), {
    RESERVE_DEADLINE_SECONDS: '2',
    AUTHORIZE_DEADLINE_SECONDS: '1',
    CAPTURE_DEADLINE_SECONDS: '1',
    FULFILMENT_PATIENCE_SECONDS: '1',
    CANCEL_WINDOW_SECONDS: '0',
  });
}, 60_000);
afterAll(async () => world.close());
beforeEach(() => {
  world.answers = happily;
});

const repair = (field: string, orderId: string, note?: string) =>
  world.as(operator).request<Record<string, { __typename: string }>>(
    `mutation ($orderId: ID!${note === undefined ? '' : ', $note: String!'}) {
      repair: ${field}Fulfilment(orderId: $orderId${note === undefined ? '' : ', note: $note'}) { __typename } }`,
    { orderId, ...(note !== undefined && { note }) },
  );

const stuckOrders = async () => {
  const { data } = await world
    .as(operator)
    .request<{ orders: { edges: { node: { id: string } }[] } }>(
      '{ orders(filter: { stuck: true }) { edges { node { id fulfilment { stuck correlationId nextAttemptAt } } } } }',
    );
  return data?.orders.edges.map(({ node }) => node.id);
};

it('cancels what is not answered in time, and undoes what may have happened', async () => {
  world.answers = silentAbout(CapturePayment.type);
  const client = world.as(robin);
  const order = await orderWith(client, await placed(client), 'CANCELLED');
  expect(order.cancellation).toMatchObject({ reason: 'FULFILMENT_FAILED' });
  expect(order.progress.steps).toMatchObject([
    { status: 'UNDONE' },
    { status: 'UNDONE' },
    { status: 'UNDONE', failure: { code: 'TIMEOUT' } },
    { status: 'SKIPPED' },
  ]);
});

it('lets a cancellation and an answer race, and exactly one wins', async () => {
  const client = world.as(robin);
  for (let round = 0; round < 5; round++) {
    world.answers = silentAbout(ReserveStock.type);
    const id = await placed(client);
    world.answers = happily;
    const [{ data }] = await Promise.all([cancelOrder(client, id), world.tell(StockReserved({ orderId: id }))]);
    const order = await eventually(async () => {
      const found = await orderOf(client, id);
      expect(found?.progress.final).toBe(true);
      return found;
    });
    const wasAccepted = data?.cancelOrder.__typename === 'CancelOrderSuccess';
    expect(order?.status).toBe(wasAccepted ? 'CANCELLED' : 'CONFIRMED');
  }
});

it('refuses to cancel after the window', async () => {
  const client = world.as(robin);
  const { id } = await orderWith(client, await placed(client), 'CONFIRMED');
  expect((await cancelOrder(client, id)).data?.cancelOrder.__typename).toBe('OrderNotCancellable');
});

it('lets an operator compensate an order that is stuck in a step which cannot be refused', async () => {
  world.answers = silentAbout(CommitStock.type);
  const client = world.as(robin);
  const id = await placed(client);
  expect((await repair('compensate', id, 'too early')).data?.['repair']?.__typename).toBe('FulfilmentNotStuck');
  await eventually(async () => expect(await stuckOrders()).toContain(id), { timeoutMs: 15_000 });
  expect((await repair('retry', id)).data?.['repair']?.__typename).toBe('RepairFulfilmentSuccess');
  expect(await stuckOrders()).not.toContain(id);
  await eventually(async () => expect(await stuckOrders()).toContain(id));
  expect((await repair('abandon', id, 'no undo yet')).data?.['repair']?.__typename).toBe('FulfilmentNotStuck');
  await repair('compensate', id, 'The warehouse burnt down.');
  expect((await orderWith(client, id, 'CANCELLED')).cancellation).toMatchObject({ reason: 'OPERATOR' });
}, 40_000);

it('lets an operator answer for an undo that was settled by hand', async () => {
  world.answers = (command) => (command.type === ReversePayment.type ? [] : silentAbout(CapturePayment.type)(command));
  const client = world.as(robin);
  const id = await placed(client);
  await eventually(async () => expect(await stuckOrders()).toContain(id), { timeoutMs: 15_000 });
  expect((await repair('abandon', 'nothing', 'x')).data?.['repair']?.__typename).toBe('NotFound');
  expect((await repair('abandon', id, 'Paid back in cash.')).data?.['repair']?.__typename).toBe(
    'RepairFulfilmentSuccess',
  );
  const order = await orderWith(client, id, 'CANCELLED');
  expect(order.progress.steps).toMatchObject([{ status: 'UNDONE' }, { status: 'FAILED' }, { status: 'FAILED' }, {}]);
  const amount = { amount: 2_580, currency: 'EUR' };
  await world.tell(PaymentReversed({ orderId: id, reversal: 'VOIDED', amount }));
  expect(await orderOf(client, id)).toMatchObject({ version: order.version });
}, 40_000);

it('stops asking for an undo that was refused, shows it as stuck, and asks anew when an operator wants it', async () => {
  world.answers = (command) =>
    command.type === ReversePayment.type ? reversalRefused(command) : silentAbout(CapturePayment.type)(command);
  const client = world.as(robin);
  const id = await placed(client);
  await eventually(async () => expect(await stuckOrders()).toContain(id), { timeoutMs: 15_000 });
  const { data } = await world
    .as(operator)
    .request<{ order: unknown }>('query ($id: ID!) { order(id: $id) { fulfilment { lastError nextAttemptAt } } }', {
      id,
    });
  expect(data?.order).toEqual({ fulfilment: { lastError: 'The account was closed.', nextAttemptAt: null } });
  world.answers = happily;
  expect((await repair('retry', id)).data?.['repair']?.__typename).toBe('RepairFulfilmentSuccess');
  expect(await orderWith(client, id, 'CANCELLED')).toMatchObject({ cancellation: { reason: 'FULFILMENT_FAILED' } });
  const undos = world.commands.filter(({ type, data }) => type === ReversePayment.type && data.orderId === id);
  expect(new Set(undos.map((each) => each.id))).toEqual(new Set([`${id}/undo-payments/1`, `${id}/undo-payments/2`]));
}, 40_000);

it('asks again with the same id until it is answered', async () => {
  world.answers = silentAbout(CommitStock.type);
  const client = world.as(robin);
  const id = await placed(client);
  const asked = () => world.commands.filter((command) => command.id === `${id}/commit-stock/1`);
  await eventually(() => expect(asked().length).toBeGreaterThan(0));
  world.answers = happily;
  const order = await orderWith(client, id, 'CONFIRMED');
  expect(order.version).toBe(5);
  expect(asked().length).toBeGreaterThan(1);
}, 20_000);
