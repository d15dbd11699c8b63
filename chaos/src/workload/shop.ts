import { setTimeout as delay } from 'node:timers/promises';
import { demoUsers } from '@ordergraph/launcher';
import type { Random } from '../random.js';
import { ask } from './ask.js';
import { type Client, signInClient } from './client.js';

export type Urls = readonly [string, ...string[]];

/** Who and what a run works with; made before the first fault. */
export interface Shop {
  readonly operator: Client;
  readonly customers: readonly Client[];
  /** Products with plenty of pieces, and some of which there are never enough. */
  readonly plentiful: readonly [string, ...string[]];
  readonly scarce: readonly [string, ...string[]];
}

const never = new AbortController().signal;

export async function openShop(gateways: Urls, customers: number, random: Random): Promise<Shop> {
  const operator = await signInClient(gateways, demoUsers.operator, random.fork('operator'));
  const create = (pieces: number): Promise<string> => createProduct(operator, pieces, random);
  const plentiful = [await create(100_000), await create(100_000), await create(100_000)] as const;
  const scarce = [await create(20), await create(20)] as const;
  const signedIn: Client[] = [];
  for (let number = 1; number <= customers; number++) {
    signedIn.push(await registerCustomer(gateways, random.fork(`customer ${number}`)));
  }
  await canBeOrdered(operator, [...plentiful, ...scarce]);
  return { operator, customers: signedIn, plentiful, scarce };
}

async function createProduct(operator: Client, initialStock: number, random: Random): Promise<string> {
  const sku = `CHAOS-${random.uuid().slice(0, 8).toUpperCase()}`;
  const price = { amount: `${random.between(1, 50)}.90`, currencyCode: 'EUR' };
  const input = { idempotencyKey: random.uuid(), sku, title: sku, price, initialStock };
  const answer = await operator.insist<{ createProduct: { product?: { id: string }; message?: string } }>(
    {
      document: `mutation Create($input: CreateProductInput!) {
        createProduct(input: $input) {
          ... on CreateProductSuccess { product { id } } ... on UserError { message }
        }
      }`,
      variables: { input },
    },
    never,
  );
  const { product, message } = answer?.createProduct ?? {};
  if (!product) throw new Error(`a product cannot be created: ${message}`);
  return product.id;
}

async function registerCustomer(gateways: Urls, random: Random): Promise<Client> {
  const id = random.uuid();
  const credentials = { email: `${id}@example.com`, password: `password ${id}` };
  const register = {
    document: `mutation Register($input: RegisterInput!) { register(input: $input) { __typename } }`,
    variables: { input: { ...credentials, displayName: 'Customer' } },
  };
  while ((await ask(random.pick(gateways), undefined, register)).kind !== 'answered') await delay(200);
  return signInClient(gateways, credentials, random);
}

/** Until the orders service has heard of every product, at every replica that may be asked. */
async function canBeOrdered(client: Client, productIds: readonly string[]): Promise<void> {
  const document = 'query Quote($lines: [OrderLineInput!]!) { quoteOrder(lines: $lines) { __typename } }';
  const variables = { lines: productIds.map((productId) => ({ productId, quantity: 1 })) };
  for (;;) {
    const answer = await client.ask<{ quoteOrder: { __typename: string } }>({ document, variables });
    if (answer.kind === 'answered' && answer.data.quoteOrder.__typename === 'OrderQuote') return;
    await delay(100);
  }
}
