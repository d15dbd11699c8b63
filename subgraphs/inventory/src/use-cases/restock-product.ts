import { type Cause, type CommitLog, type Executed, type GuardKey, isRefused, refuse } from '@ordergraph/messaging';
import { type Product, productDecider } from '../domain/product.js';
import { type RestockRefusal, decideRestockProduct } from '../domain/restock-product.js';
import { stockChanges, stockIn, stockKey } from './stock-guards.js';

/**
 * A cause is unique within its stream, and the stream here is chosen by the input: a key of its own remembers for which
 * product an idempotency key was used, so that it cannot restock a second one.
 */
const restockKey = (keyId: string): GuardKey => ({ collection: 'restockKeys', id: keyId });

interface RestockKey {
  readonly productId: string;
}

export function restockProduct(
  log: CommitLog,
  request: { readonly productId: string; readonly quantity: number; readonly keyId: string },
  cause: Cause,
): Promise<Executed<Product, RestockRefusal>> {
  const { productId, quantity } = request;
  const key = restockKey(request.keyId);
  return log.executeGuarded<Product, RestockRefusal>(productDecider, productId, {
    ...cause,
    guards: [stockKey(productId), key],
    decide: (product, guards, now) => {
      if (guards.get<RestockKey>(key.collection, key.id)) return refuse({ reason: 'KEY_REUSED' });
      const decision = decideRestockProduct(product, quantity, stockIn(guards)(productId));
      if (isRefused(decision)) return decision;
      const changes = stockChanges(new Map([[productId, decision.stock]]), now);
      return { messages: decision.messages, changes: [{ ...key, value: { productId } }, ...changes] };
    },
  });
}
