import { setTimeout as delay } from 'node:timers/promises';
import { listProducts, type Product } from '../graph/catalogue.js';
import { signIn, type GraphClient } from '../graph/graph-client.js';
import { quoteOrder } from '../graph/orders.js';
import { demoUsers } from './demo-users.js';

const SEED_MILLISECONDS = 60_000;

/** The seeded platform as its two users see it. */
export interface SeededPlatform {
  customer: GraphClient;
  operator: GraphClient;
  products: Product[];
}

/**
 * Waits until the demo users can sign in and every product can be ordered: the orders service learns of new products a moment
 * after they are there.
 */
export async function awaitSeed(graphqlUrl: string): Promise<SeededPlatform> {
  const deadline = Date.now() + SEED_MILLISECONDS;
  for (;;) {
    try {
      return await lookAround(graphqlUrl);
    } catch (error) {
      if (Date.now() > deadline) throw new Error('The platform started but was not seeded in time.', { cause: error });
      await delay(100);
    }
  }
}

async function lookAround(graphqlUrl: string): Promise<SeededPlatform> {
  const customer = await signIn(graphqlUrl, demoUsers.customer);
  const operator = await signIn(graphqlUrl, demoUsers.operator);
  const products = await listProducts(customer);
  if (products.length === 0) throw new Error('The catalogue is empty.');
  for (const ids of idsByCurrency(products)) await quoteOrder(customer, ids);
  return { customer, operator, products };
}

/** An order has one currency, and somebody may have added products in another one since. */
function idsByCurrency(products: readonly Product[]): string[][] {
  const ids = new Map<string, string[]>();
  for (const { id, price } of products) ids.set(price.currencyCode, [...(ids.get(price.currencyCode) ?? []), id]);
  return [...ids.values()];
}
