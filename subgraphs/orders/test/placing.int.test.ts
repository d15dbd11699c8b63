import { AuthorizePayment, ProductPriceChanged, productStateExample } from '@ordergraph/events';
import { eventually, testMongo, testUser } from '@ordergraph/testing';
import mongoose from 'mongoose';
import { orderOf, orderWith, placed, placeOrder, twoMugs } from './operations.js';
import { anyBroker, eve, mug, openWorld, pen, robin, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld(anyBroker());
}, 60_000);
afterAll(async () => world.close());

const ordersOf = async (client = world.as(robin)) => {
  const { data } = await client.request<{ _entities: [{ orders: { edges: { node: { id: string } }[] } }] }>(
    `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) {
      ... on User { orders(first: 100) { edges { node { id } } } } } }`,
    { id: client.principal.kind === 'user' ? client.principal.userId : '' },
  );
  return data?._entities[0].orders.edges.map(({ node }) => node.id);
};

it('answers the same order to every repeat, however many come at once', async () => {
  const client = world.as(robin);
  const variables = twoMugs();
  const answers = await Promise.all(Array.from({ length: 10 }, () => placeOrder(client, variables)));
  const ids = new Set(answers.map(({ data }) => data?.placeOrder.order.id));
  expect(ids.size).toBe(1);
  const [id] = ids;
  await orderWith(client, id ?? '', 'CONFIRMED');
  const later = await placeOrder(client, variables);
  expect(later.data?.placeOrder).toMatchObject({ __typename: 'PlaceOrderSuccess', order: { id, version: 5 } });
  expect(world.commands.filter(({ data }) => data.orderId === id)).toHaveLength(4);
});

it('refuses a key that was used for something else, and only by the same customer', async () => {
  const variables = twoMugs();
  await placeOrder(world.as(robin), variables);
  const other = twoMugs({ ...variables.input, lines: [{ productId: mug, quantity: 3 }] });
  const reused = await placeOrder(world.as(robin), other);
  expect(reused.data?.placeOrder.__typename).toBe('IdempotencyKeyReused');
  const hers = await placeOrder(world.as(eve), other);
  expect(hers.data?.placeOrder.__typename).toBe('PlaceOrderSuccess');
});

it.each(['', 'x'.repeat(256), 'half a character: \ud800'])('refuses the key %j', async (idempotencyKey) => {
  const refused = await placeOrder(world.as(robin), twoMugs({ idempotencyKey }));
  expect(refused.data?.placeOrder).toMatchObject({ fields: [{ path: ['idempotencyKey'] }] });
});

it('fulfils the order of a user whose provider has subjects of another form, and shows it to nobody else', async () => {
  const client = world.as(testUser('auth0|5f7c8ec7c33c6c004bbafe82'));
  const id = await placed(client);
  await orderWith(client, id, 'CONFIRMED');
  const authorize = world.commands.find(({ type, data }) => type === AuthorizePayment.type && data.orderId === id);
  expect(AuthorizePayment.schema.safeParse(authorize?.data)).toMatchObject({ success: true });
  expect(await orderOf(world.as(testUser('auth0|5f7c8ec7c33c6c004bbafe83')), id)).toBeNull();
});

it('shows an order in lists as soon as it is placed', async () => {
  const id = await placed(world.as(robin));
  expect((await ordersOf())?.[0]).toBe(id);
});

it('orders nothing at another price than the customer was shown', async () => {
  const money = (amount: string) => ({ expectedTotal: { amount, currencyCode: 'EUR' } });
  const changed = await placeOrder(world.as(robin), twoMugs(money('25.81')));
  expect(changed.data?.placeOrder).toMatchObject({
    __typename: 'PriceChanged',
    quote: { total: { amount: '25.80', currencyCode: 'EUR' }, lines: [{ sku: 'MUG-BLUE', quantity: 2 }] },
  });
  const same = await placeOrder(world.as(robin), twoMugs(money('25.8')));
  expect(same.data?.placeOrder.__typename).toBe('PlaceOrderSuccess');
});

it('answers a repeat after the price has changed, and prices new orders anew', async () => {
  const variables = twoMugs({
    lines: [{ productId: pen, quantity: 1 }],
    expectedTotal: { amount: '2.50', currencyCode: 'EUR' },
  });
  const first = await placeOrder(world.as(robin), variables);
  const price = { amount: 300, currency: 'EUR' };
  const state = { ...productStateExample, id: pen, sku: 'PEN', title: 'Pen', price };
  await world.tell(ProductPriceChanged({ price, previousPrice: { amount: 250, currency: 'EUR' } }), {
    state,
    version: 2,
  });
  await eventually(async () => {
    const anew = await placeOrder(world.as(robin), twoMugs({ ...variables.input, idempotencyKey: 'another' }));
    expect(anew.data?.placeOrder.__typename).toBe('PriceChanged');
  });
  const repeated = await placeOrder(world.as(robin), variables);
  expect(repeated.data?.placeOrder.order.id).toBe(first.data?.placeOrder.order.id);
});

it('names the products it does not know, and what is wrong with the input', async () => {
  const unknown = await placeOrder(world.as(robin), twoMugs({ lines: [{ productId: 'nothing', quantity: 1 }] }));
  expect(unknown.data?.placeOrder).toMatchObject({ __typename: 'ProductsUnavailable', productIds: ['nothing'] });
  const lines = [
    { productId: mug, quantity: 0 },
    { productId: mug, quantity: 1 },
  ];
  const invalid = await placeOrder(world.as(robin), twoMugs({ lines }));
  expect(invalid.data?.placeOrder).toMatchObject({
    __typename: 'InvalidInput',
    fields: [{ path: ['lines', '0', 'quantity'] }, { path: ['lines', '1', 'productId'] }],
  });
  const money = await placeOrder(world.as(robin), twoMugs({ expectedTotal: { amount: '1.999', currencyCode: 'EUR' } }));
  expect(money.data?.placeOrder).toMatchObject({ fields: [{ path: ['expectedTotal', 'amount'] }] });
});

it('forgets the payment token once the payment is authorized', async () => {
  const client = world.as(robin);
  const { data } = await placeOrder(client, twoMugs({ paymentToken: 'tok_to_be_forgotten' }));
  const id = data?.placeOrder.order.id ?? '';
  const authorize = await eventually(() => {
    const command = world.commands.find((each) => each.id === `${id}/authorize-payment/1`);
    expect(command).toBeDefined();
    return command;
  });
  expect(authorize?.data).toMatchObject({ paymentToken: 'tok_to_be_forgotten' });
  await orderWith(client, id, 'CONFIRMED');
  const database = await mongoose
    .createConnection(testMongo().uri, { dbName: `${world.namespace}_orders` })
    .asPromise();
  const stream = { '_id.stream': `order-${id}` };
  await eventually(async () => {
    const commits = await database.collection('commits').find(stream).toArray();
    expect(commits).toHaveLength(5);
    expect(JSON.stringify(commits)).not.toContain('tok_to_be_forgotten');
  });
  await database.close();
});

it('gives every order a short number', async () => {
  const order = await orderOf(world.as(robin), await placed(world.as(robin)));
  expect(order?.number).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
});
