import { randomUUID } from 'node:crypto';
import type { GraphClient, SpawnedPlatform } from '@ordergraph/launcher';
import type { CrashPoint } from '@ordergraph/messaging';
import { placeOrder, providerBooks, readOrder } from '../support/shopper.js';

/** An order that was placed while a crash was near. */
export interface Purchase {
  readonly near: CrashPoint;
  readonly idempotencyKey: string;
  readonly paymentToken: string;
  readonly productId: string;
  /** Its order, once `placeOrder` has answered. */
  readonly orderId?: string;
}

export const price = 1_000;

export const plan = (near: CrashPoint, productId: string, paymentToken = 'tok_success'): Purchase => ({
  near,
  productId,
  paymentToken,
  idempotencyKey: randomUUID(),
});

/** Places the order, again when nobody had answered: the key makes it the same one. */
export async function place(shopper: GraphClient, purchase: Purchase): Promise<Purchase> {
  const { id } = await placeOrder(shopper, purchase);
  if (purchase.orderId !== undefined && purchase.orderId !== id)
    throw new Error(`${purchase.near}: the same key made ${purchase.orderId} and ${id}`);
  return { ...purchase, orderId: id };
}

/** What became of it: its status, and what the provider has in its books. */
export async function outcomeOf(platform: SpawnedPlatform, shopper: GraphClient, { near, orderId = '' }: Purchase) {
  const order = await readOrder(shopper, orderId);
  const { captured, refunded, held, charges } = await providerBooks(platform, orderId);
  return { near, status: order?.status, captured: captured - refunded, held, charges };
}

export const confirmed = { status: 'CONFIRMED', captured: price, held: 0, charges: 1 };
export const cancelled = { status: 'CANCELLED', captured: 0, held: 0, charges: 0 };
