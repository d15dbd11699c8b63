import { setTimeout as delay } from 'node:timers/promises';
import { newAttempt, type OrderAttempt } from '../history/attempts.js';
import { cancelOrder } from './cancel-order.js';
import { placeOrder, type PlacedOrder } from './place-order.js';
import type { Shop } from './shop.js';
import { followAll, followOne, type WatchOptions } from './watch-orders.js';

export interface CustomerOptions extends WatchOptions {
  readonly shop: Shop;
  readonly clock: () => number;
  /** No new orders from now on; what was begun is finished. */
  readonly closing: AbortSignal;
  /** Patience with unanswered requests has ended. */
  readonly patience: AbortSignal;
}

type Token = OrderAttempt['paymentToken'];

/** As often as listed. */
const tokens: readonly [Token, ...Token[]] = [
  ...Array.from({ length: 14 }, () => 'tok_success'),
  ...['tok_decline', 'tok_decline', 'tok_slow', 'tok_timeout_after_charge', 'tok_requires_action', 'tok_capture_fails'],
] as [Token, ...Token[]];

/** Watches all of its own, and places orders until it surely does. */
export async function enterShop(options: CustomerOptions): Promise<void> {
  const { history, patience } = options;
  const watch = followAll(options);
  while (watch.seen.length === 0 && !patience.aborted) {
    const attempt = drawAttempt(options);
    history.orders.push(attempt);
    const placed = await placeOrder(options.client, attempt, patience);
    if (placed) watch.olderOrders.push(placed.id);
    await delay(300);
  }
}

/** Orders, retries, doubles, watches, changes its mind, and gives up now and then. */
export async function shopAround(options: CustomerOptions): Promise<void> {
  const { random, closing } = options;
  const begun: Promise<void>[] = [];
  while (!closing.aborted) {
    await orderOnce(options, begun);
    await delay(random.between(150, 1_200), undefined, { signal: closing }).catch(() => undefined);
  }
  await Promise.all(begun);
}

async function orderOnce(options: CustomerOptions, begun: Promise<void>[]): Promise<void> {
  const { client, history, random, patience } = options;
  const attempt = drawAttempt(options);
  history.orders.push(attempt);
  // One in twelve gives up when nobody answers; whether the order was placed is then left to find out.
  const givesUp = random.chance(1 / 12) ? AbortSignal.any([patience, AbortSignal.timeout(1_000)]) : patience;
  const double = random.chance(1 / 10) ? placeOrder(client, attempt, givesUp) : undefined;
  const placed = await placeOrder(client, attempt, givesUp);
  await double;
  if (!placed) return;
  if (random.chance(1 / 2)) await readList(options, placed);
  if (random.chance(3 / 4)) followOne(options, placed);
  if (random.chance(1 / 5)) begun.push(changeMind(options, placed));
  if (random.chance(1 / 25)) begun.push(reuseKey(options, attempt, placed));
}

export function drawAttempt({
  client,
  shop,
  random,
  clock,
}: Pick<CustomerOptions, 'client' | 'shop' | 'random' | 'clock'>): OrderAttempt {
  return {
    ...newAttempt(random.uuid(), clock()),
    customerId: client.userId,
    productId: random.pick(random.chance(1 / 8) ? shop.scarce : shop.plentiful),
    quantity: random.between(1, 4),
    paymentToken: random.pick(tokens),
    orderIds: [],
  };
}

const listDocument = '{ me { orders(first: 50) { edges { node { id } } } } }';

interface Listed {
  readonly me: { readonly orders: { readonly edges: readonly { readonly node: { readonly id: string } }[] } };
}

/** Looks for what was just placed; when nobody answers, nothing is known. */
async function readList({ client, history }: CustomerOptions, { id }: PlacedOrder): Promise<void> {
  const answer = await client.ask<Listed>({ document: listDocument });
  if (answer.kind !== 'answered') return;
  const isListed = answer.data.me.orders.edges.some(({ node }) => node.id === id);
  history.listReads.push({ orderId: id, isListed });
}

async function changeMind(options: CustomerOptions, { id }: PlacedOrder): Promise<void> {
  const { client, history, random, clock, patience } = options;
  await delay(random.between(0, 6_000), undefined, { signal: patience }).catch(() => undefined);
  const attempt = newAttempt(id, clock());
  history.cancellations.push(attempt);
  await cancelOrder(client, attempt, patience);
  options.followers.lookAgain(id);
}

/** The key of an order that was accepted, with another order. */
async function reuseKey(options: CustomerOptions, { key, ...order }: OrderAttempt, placed: PlacedOrder): Promise<void> {
  const { client, history, clock, patience } = options;
  const other = { ...order, ...newAttempt(key, clock()), orderIds: [], quantity: order.quantity + 1 };
  history.reusedKeys.push(Object.assign(other, { orderId: placed.id }));
  await placeOrder(client, other, patience);
}
