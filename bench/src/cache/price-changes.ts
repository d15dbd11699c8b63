import { setTimeout as pause } from 'node:timers/promises';
import type { GraphClient } from '@ordergraph/launcher';
import type { Browsers } from './browsers.js';

const reprice = `mutation Reprice($id: ID!, $amount: Decimal!) {
  changePrice(input: { productId: $id, price: { amount: $amount, currencyCode: "EUR" } }) { __typename }
}`;

export interface PriceChangesOptions {
  readonly operator: GraphClient;
  readonly browsers: Browsers;
  readonly productIds: readonly string[];
  readonly seconds: number;
}

/** Changes a price every second. @returns for each change, the milliseconds from its answer until a visitor saw it */
export async function priceChanges({
  operator,
  browsers,
  productIds,
  seconds,
}: PriceChangesOptions): Promise<number[]> {
  const seenAfter: number[] = [];
  const deadline = performance.now() + seconds * 1_000;
  for (let change = 1; performance.now() < deadline; change += 1) {
    const id = productIds[change % productIds.length] ?? '';
    // A price that no earlier round has set.
    const amount = (10 + (Math.floor(performance.now()) % 100_000) / 100).toFixed(2);
    await operator.request(reprice, { id, amount });
    const changed = performance.now();
    while ((await browsers.priceOf(id)) !== amount) await pause(1);
    seenAfter.push(Math.round(performance.now() - changed));
    await pause(Math.max(0, Math.min(changed + 1_000, deadline) - performance.now()));
  }
  return seenAfter;
}
