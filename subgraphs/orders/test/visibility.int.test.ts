import { requestGraphql } from '@ordergraph/testing';
import { cancelOrder, orderOf, orderWith, placed, watchOrder } from './operations.js';
import { eventually } from '@ordergraph/testing';
import { anyBroker, type Client, eve, openWorld, operator, robin, type World } from './world.js';

let world: World;
let id: string;
beforeAll(async () => {
  world = await openWorld(anyBroker());
  id = await placed(world.as(robin));
  await orderWith(world.as(robin), id, 'CONFIRMED');
}, 60_000);
afterAll(async () => world.close());

const entity = async (client: Client, orderId = id) => {
  const { data } = await client.request<{ _entities: unknown[] }>(
    `query ($id: ID!) { _entities(representations: [{ __typename: "Order", id: $id }]) { ... on Order { id status } } }`,
    { id: orderId },
  );
  return data?._entities;
};

it('shows an order to its customer and to operators', async () => {
  expect(await orderOf(world.as(robin), id)).toMatchObject({ id });
  expect(await orderOf(world.as(operator), id)).toMatchObject({ id });
  expect(await entity(world.as(robin))).toEqual([{ id, status: 'CONFIRMED' }]);
});

it('makes no difference between what is absent and what is forbidden', async () => {
  const stranger = world.as(eve);
  expect(await orderOf(stranger, id)).toBeNull();
  expect(await orderOf(stranger, 'nothing')).toBeNull();
  expect(await entity(stranger)).toEqual([null]);
  expect(await entity(stranger, 'nothing')).toEqual([null]);
  const [forbidden, absent] = await Promise.all([cancelOrder(stranger, id), cancelOrder(stranger, 'nothing')]);
  expect(forbidden.data?.cancelOrder).toEqual(absent.data?.cancelOrder);
  expect(forbidden.data?.cancelOrder.__typename).toBe('NotFound');
});

it('lets nobody watch an order of somebody else', async () => {
  const watches = await Promise.all([watchOrder(world.as(eve), id), watchOrder(world.as(eve), 'nothing')]);
  const ends = await eventually(() => {
    const found = watches.map(({ end }) => end);
    expect(found).not.toContain(undefined);
    return found;
  });
  expect(ends[0]).toEqual(ends[1]);
  expect(ends[0]).toMatchObject({ kind: 'errors', errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  expect(watches.flatMap(({ payloads }) => payloads)).toEqual([]);
});

it('lists only own orders, and everybody’s for operators', async () => {
  const userOrders = (client: Client) =>
    client.request<{ _entities: { orders: object | null }[] }>(
      `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) {
        ... on User { orders { edges { node { id } } } } } }`,
      { id: robin.kind === 'user' ? robin.userId : '' },
    );
  const mine = { orders: { edges: [{ node: { id } }] } };
  expect((await userOrders(world.as(robin))).data?._entities).toEqual([mine]);
  expect((await userOrders(world.as(operator))).data?._entities).toEqual([mine]);
  expect((await userOrders(world.as(eve))).data?._entities).toEqual([{ orders: null }]);
  const all = '{ orders(filter: { statuses: [CONFIRMED] }) { edges { node { id } } pageInfo { hasNextPage } } }';
  expect((await world.as(operator).request(all)).data).toEqual({
    orders: { edges: [{ node: { id } }], pageInfo: { hasNextPage: false } },
  });
  expect((await world.as(robin).request(all)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

it('answers a stranger nothing', async () => {
  const answer = await requestGraphql({ url: world.url, query: `{ order(id: "${id}") { id } }` });
  expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});

it('tells the history to the customer, and its data to operators without secrets', async () => {
  const query = (fields: string) =>
    `query ($id: ID!) { order(id: $id) { history(first: 2) {
      edges { cursor node { version type summary ${fields} } } pageInfo { hasNextPage endCursor } } } }`;
  const customers = await world.as(robin).request(query(''), { id });
  expect(customers.data).toMatchObject({
    order: {
      history: {
        edges: [
          { node: { version: 1, type: 'orders.order-placed.v1' } },
          { node: { version: 1, type: 'orders.payment-token-given.v1', summary: 'A means of payment was given.' } },
        ],
        pageInfo: { hasNextPage: true },
      },
    },
  });
  const withData = await world.as(robin).request(query('data'), { id });
  expect(withData.errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  const operators = await world.as(operator).request(query('data'), { id });
  expect(operators.data).toMatchObject({
    order: { history: { edges: [{}, { node: { data: { paymentToken: '•••' } } }] } },
  });
});

it('shows the order as it was', async () => {
  const past = (moment: string) =>
    world.as(robin).request(
      `query ($id: ID!) { order(id: $id) { asOf(${moment}) {
      version status total { amount } steps { status } } } }`,
      { id },
    );
  expect((await past('version: 2')).data).toMatchObject({
    order: {
      asOf: {
        version: 2,
        status: 'PENDING',
        total: { amount: '25.80' },
        steps: [{ status: 'SUCCEEDED' }, { status: 'RUNNING' }, { status: 'PENDING' }, { status: 'PENDING' }],
      },
    },
  });
  expect((await past('version: 99')).data).toEqual({ order: { asOf: null } });
  expect((await past('at: "2020-01-01T00:00:00Z"')).data).toEqual({ order: { asOf: null } });
  expect((await past('at: "2999-01-01T00:00:00Z"')).data).toMatchObject({ order: { asOf: { version: 5 } } });
  expect((await past('version: 1, at: "2999-01-01T00:00:00Z"')).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

it('names customer and products from its own copies', async () => {
  const { data } = await world.as(robin).request(
    `query ($id: ID!) { order(id: $id) { customer { id displayName } lines { quantity unitPrice { amount } total { amount }
      product { id title } } } }`,
    { id },
  );
  expect(data).toMatchObject({
    order: {
      customer: { displayName: 'Robin Customer' },
      lines: [
        { quantity: 2, unitPrice: { amount: '12.90' }, total: { amount: '25.80' }, product: { title: 'Blue mug' } },
      ],
    },
  });
});
