import { createGraphClient, type GraphClient } from '@ordergraph/launcher';
import { eventually, testBrokerUrl } from '@ordergraph/testing';
import { placeOrder, readOrder, registerShopper } from '../support/shopper.js';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.js';
import { watchVersions } from '../support/watch-versions.js';

let platform: TestPlatform;
let owner: GraphClient;
let orderId: string;

beforeAll(async () => {
  platform = await startTestPlatform({ amqpUrl: testBrokerUrl() });
  const { graphqlUrl, productIds } = platform.current;
  owner = await registerShopper(graphqlUrl);
  orderId = (await placeOrder(owner, { productId: productIds[0] ?? '' })).id;
  await eventually(async () => expect((await readOrder(owner, orderId))?.payment).not.toBeNull());
}, 120_000);
afterAll(() => platform.remove(), 60_000);

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

async function ask(url: string, token: string | undefined, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

const orderById = `query ($id: ID!) {
  order(id: $id) { id number status total { amount } lines { sku } payment { id status } history { edges { node { summary } } } }
}`;
const paymentById = 'query ($id: ID!) { payment(id: $id) { id status total { amount } } }';
const ownOrders = '{ me { orders { edges { node { id } } } } }';
const allOrders = '{ orders { edges { node { id } } } }';
const cancel = `mutation ($id: ID!) {
  cancelOrder(input: { orderId: $id }) { __typename ... on CancelOrderSuccess { order { id } } }
}`;
const entities = (selection: string) =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
const representations = () => [{ __typename: 'Order', id: orderId }];

/** Nothing of the order is in an answer: not a field, not whether it exists. */
function expectNothing(answer: Answer): void {
  const text = JSON.stringify(answer);
  for (const secret of ['CONFIRMED', 'PENDING', 'CAPTURED', '"amount"', '"sku"']) expect(text).not.toContain(secret);
  expect(JSON.stringify(answer.data ?? null)).not.toContain(orderId);
}

it('its owner reads it in every one of these ways (or the refusals below would prove nothing)', async () => {
  const { graphqlUrl, subgraphUrls } = platform.current;
  expect((await ask(graphqlUrl, owner.token, orderById, { id: orderId })).data?.['order']).toMatchObject({
    id: orderId,
  });
  expect((await ask(graphqlUrl, owner.token, paymentById, { id: orderId })).data?.['payment']).not.toBeNull();
  expect(JSON.stringify(await ask(graphqlUrl, owner.token, ownOrders))).toContain(orderId);
  const [fromOrders, fromPayments] = [
    await ask(subgraphUrls['orders'] ?? '', owner.token, entities('... on Order { id number status }'), {
      representations: representations(),
    }),
    await ask(subgraphUrls['payments'] ?? '', owner.token, entities('... on Order { id payment { status } }'), {
      representations: representations(),
    }),
  ];
  expect(JSON.stringify(fromOrders.data)).toContain(orderId);
  expect(JSON.stringify(fromPayments.data)).toMatch(/CAPTURED|AUTHORIZED|PENDING/);
});

describe.each([
  { who: 'another customer', sign: async () => (await registerShopper(platform.current.graphqlUrl)).token },
  { who: 'nobody', sign: () => Promise.resolve(undefined) },
  { who: 'a forged token', sign: () => Promise.resolve('eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.') },
])('$who', ({ sign }) => {
  let token: string | undefined;
  beforeAll(async () => {
    token = await sign();
  });

  it.each([
    ['order by id', orderById],
    ['payment by id', paymentById],
    ['own orders', ownOrders],
    ['all orders', allOrders],
    ['cancelling', cancel],
  ])('reads nothing through the gateway: %s', async (_what, query) => {
    const variables = query.includes('$id') ? { id: orderId } : {};
    expectNothing(await ask(platform.current.graphqlUrl, token, query, variables));
  });

  it('watches nothing', async () => {
    const seen: never[] = [];
    const target = { websocketUrl: platform.current.websocketUrl, token };
    await expect(watchVersions(target, orderId, seen)).rejects.toBeDefined();
    expect(seen).toEqual([]);
  });

  it.each([
    ['orders', 'id number status total { amount } lines { sku } progress { cursor }'],
    // Without the key: payments gives a key back as it came, whether it knows the order or not.
    ['payments', 'payment { id status total { amount } }'],
  ])('reads nothing from the %s subgraph on its own port', async (name, fields) => {
    const url = platform.current.subgraphUrls[name] ?? '';
    expectNothing(
      await ask(url, token, entities(`... on Order { ${fields} }`), { representations: representations() }),
    );
    expectNothing(await ask(url, token, name === 'orders' ? orderById : paymentById, { id: orderId }));
  });
});

it.each(['users', 'inventory', 'orders', 'payments'])(
  'a stranger gets nothing at all from the %s subgraph, its schema included',
  async (name) => {
    const answer = await ask(platform.current.subgraphUrls[name] ?? '', undefined, '{ _service { sdl } }');
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  },
);

it('a visitor still reads the catalogue', async () => {
  const { products } = await createGraphClient(platform.current.graphqlUrl).request<{ products: { edges: unknown[] } }>(
    '{ products { edges { node { id title } } } }',
  );
  expect(products.edges.length).toBeGreaterThan(0);
});
