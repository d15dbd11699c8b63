import type { Executed } from '@ordergraph/messaging';
import type { ChangePriceRefusal } from '../domain/change-price.js';
import type { CreateProductRefusal } from '../domain/create-product.js';
import type { Product } from '../domain/product.js';
import type { RestockRefusal } from '../domain/restock-product.js';

type Refusal = CreateProductRefusal | ChangePriceRefusal | RestockRefusal;

/** How a mutation ended, as its result union tells it. */
export function toResult(executed: Executed<Product, Refusal>, success: string): object {
  switch (executed.outcome) {
    case 'committed':
    case 'repeated':
    case 'unchanged':
      return { __typename: success, product: executed.state };
    case 'key-reused':
      return keyReused;
    case 'refused':
      return toUserError(executed.refusal, executed.state.id);
    default:
      return executed satisfies never;
  }
}

const keyReused = {
  __typename: 'IdempotencyKeyReused',
  message: 'This key was used before for something else. Make a new key for a new intent.',
};

function toUserError(refusal: Refusal, id: string): object {
  switch (refusal.reason) {
    case 'INVALID_INPUT':
      return { __typename: 'InvalidInput', message: 'Please correct the fields named.', fields: refusal.fields };
    case 'SKU_TAKEN':
      return { __typename: 'SkuTaken', message: 'Another product has this SKU.' };
    case 'NOT_FOUND':
      return { __typename: 'NotFound', message: 'There is no such product.', id };
    case 'KEY_REUSED':
      return keyReused;
    default:
      return refusal satisfies never;
  }
}
