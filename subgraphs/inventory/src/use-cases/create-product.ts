import { type Cause, type CommitLog, type Executed, type GuardKey, isRefused } from '@ordergraph/messaging';
import { type CreateProductRefusal, type NewProduct, decideCreateProduct, skuClaim } from '../domain/create-product.js';
import { type Product, productDecider } from '../domain/product.js';
import { stockChanges, stockKey } from './stock-guards.js';

interface SkuClaim {
  readonly productId: string;
}

const skuClaimKey = (sku: string): GuardKey => ({ collection: 'skuClaims', id: skuClaim(sku) });

export function createProduct(
  log: CommitLog,
  id: string,
  input: NewProduct,
  cause: Cause,
): Promise<Executed<Product, CreateProductRefusal>> {
  const claim = skuClaimKey(input.sku);
  return log.executeGuarded<Product, CreateProductRefusal>(productDecider, id, {
    ...cause,
    guards: [claim, stockKey(id)],
    decide: (product, guards, now) => {
      const decision = decideCreateProduct(product, input, guards.get<SkuClaim>(claim.collection, claim.id)?.productId);
      if (isRefused(decision)) return decision;
      const { messages, stock } = decision;
      return {
        messages,
        changes: [{ ...claim, value: { productId: id } }, ...stockChanges(new Map([[id, stock]]), now)],
      };
    },
  });
}
