import { randomUUID } from 'node:crypto';
import type { Product } from '../graph/catalogue.js';
import type { Platform } from '../platform/start-platform.js';
import { awaitSeed } from './await-seed.js';
import { demoUsers } from './demo-users.js';

/** Test payment tokens and what each does. */
const tokens: Record<string, string> = {
  tok_success: 'pays',
  tok_decline: 'is declined',
  tok_slow: 'pays after 3 seconds',
  tok_timeout_after_charge: 'pays, but the answer is lost',
  tok_requires_action: 'waits for the customer (3-D Secure)',
};

/** Everything a newcomer needs to make the first request, ready to paste; without demo data only the addresses. */
export async function welcome({ graphqlUrl, websocketUrl, environments }: Platform): Promise<string> {
  const addresses = section('Graph', { 'queries and mutations': graphqlUrl, subscriptions: websocketUrl });
  const seeded = environments.users['SEED_DEMO_DATA'] === 'true';
  const lines = ['', 'Ordergraph is ready.', ...addresses, ...(seeded ? await firstSteps(graphqlUrl) : [])];
  return [...lines, '', 'Ctrl-C stops everything. `npm run reset` clears the data.'].join('\n');
}

async function firstSteps(graphqlUrl: string): Promise<string[]> {
  const { customer, products } = await awaitSeed(graphqlUrl);
  return [
    ...section('In the browser', { GraphiQL: graphqlUrl.replace(/\/graphql$/, '/graphiql'), Sandbox: graphqlUrl }),
    ...section('Users', {
      [demoUsers.operator.email]: `${demoUsers.operator.password}   (operator)`,
      [demoUsers.customer.email]: `${demoUsers.customer.password}   (customer)`,
    }),
    ...section('Payment tokens', tokens),
    ...section('Products', Object.fromEntries(products.map((product) => [product.id, describe(product)]))),
    ...section('A customer’s bearer token, good for 15 minutes', { token: customer.token ?? '' }),
    ...firstCommand(
      graphqlUrl,
      customer.token ?? '',
      products.find(({ availability }) => availability === 'IN_STOCK'),
    ),
  ];
}

function section(title: string, entries: Record<string, string>): string[] {
  const width = Math.max(...Object.keys(entries).map((key) => key.length));
  return ['', title, ...Object.entries(entries).map(([key, value]) => `  ${key.padEnd(width)}  ${value}`)];
}

function describe({ title, price, availability }: Product): string {
  return `${title}, ${price.amount} ${price.currencyCode}, ${availability.toLowerCase().replaceAll('_', ' ')}`;
}

function firstCommand(url: string, token: string, product: Product | undefined): string[] {
  if (!product) return [];
  const query =
    'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename ' +
    '... on PlaceOrderSuccess { order { id number status } } ... on UserError { message } } }';
  const input = {
    idempotencyKey: randomUUID(),
    lines: [{ productId: product.id, quantity: 1 }],
    paymentToken: 'tok_success',
  };
  return [
    '',
    'Paste this to place an order:',
    `  curl -s ${url} -H 'content-type: application/json' -H 'authorization: Bearer ${token}' \\`,
    `    -d '${JSON.stringify({ query, variables: { input } })}'`,
  ];
}
