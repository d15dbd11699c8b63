import { setTimeout as delay } from 'node:timers/promises';
import { newAttempt } from '../history/attempts.js';
import type { History } from '../history/history.js';
import type { Random } from '../random.js';
import { restockProduct } from './restock-product.js';
import type { Shop } from './shop.js';

/** Brings pieces of what is scarce now and then, one delivery after the other. */
export async function deliverPieces(options: {
  readonly shop: Shop;
  readonly history: History;
  readonly random: Random;
  readonly clock: () => number;
  readonly closing: AbortSignal;
  readonly patience: AbortSignal;
}): Promise<void> {
  const { shop, history, random, clock, closing, patience } = options;
  while (!closing.aborted) {
    await delay(random.between(2_000, 6_000), undefined, { signal: closing }).catch(() => undefined);
    const productId = random.pick(shop.scarce);
    const attempt = { ...newAttempt(random.uuid(), clock()), productId, quantity: random.between(1, 8) };
    history.restocks.push(attempt);
    await restockProduct(shop.operator, attempt, patience);
  }
}
