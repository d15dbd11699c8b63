import { type Cause, type Executed, type KeyedMutation, keyedId } from '@ordergraph/messaging';
import type { OrderStream } from '../domain/order.js';
import { decidePlaceOrder, type PlaceOrderRefusal, type PlaceOrderRequest } from '../domain/place-order.js';
import type { ProductCopies } from '../views/product-copies.js';
import { catalogueOf } from './catalogue.js';
import type { Orders } from './orders.js';

/** Accepts an order under the id that its idempotency key gives it: a repeat answers the same order, whatever prices are now. */
export async function placeOrder(
  { log, decider, fulfilment, products }: Orders & { readonly products: ProductCopies },
  request: PlaceOrderRequest,
  { key, cause }: { readonly key: KeyedMutation; readonly cause: Cause },
): Promise<Executed<OrderStream, PlaceOrderRefusal> & { readonly orderId: string }> {
  const orderId = keyedId(key);
  const catalogue = await catalogueOf(products, request.lines);
  const executed = await log.execute<OrderStream, PlaceOrderRefusal>(decider, orderId, {
    ...cause,
    decide: (order, now) => decidePlaceOrder(order, request, { catalogue, fulfilment, now }),
  });
  return { ...executed, orderId };
}
