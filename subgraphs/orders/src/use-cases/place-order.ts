import { type Cause, type Executed, type KeyedMutation, keyedId } from '@ordergraph/messaging';
import type { OrderStream } from '../domain/order.js';
import { decidePlaceOrder, type PlaceOrderRefusal, type PlaceOrderRequest } from '../domain/place-order.js';
import type { Catalogue } from '../domain/quote.js';
import type { ReadCatalogue } from './catalogue.js';
import type { Orders } from './orders.js';

/** A client's wish for an order, which it may repeat. */
interface Wish {
  readonly key: KeyedMutation;
  readonly cause: Cause;
}

type Accepted = Executed<OrderStream, PlaceOrderRefusal> & { readonly orderId: string };

/** Accepts an order at the prices that this service knows. */
export async function placeOrder(
  { readCatalogue, ...orders }: Orders & { readonly readCatalogue: ReadCatalogue },
  request: PlaceOrderRequest,
  wish: Wish,
): Promise<Accepted> {
  return acceptOrder(orders, request, { ...wish, catalogue: await readCatalogue(request.lines) });
}

/** Accepts an order under the id that its idempotency key gives it: a repeat answers the same order, whatever prices are now. */
export async function acceptOrder(
  { log, decider, fulfilment }: Orders,
  request: PlaceOrderRequest,
  { key, cause, catalogue }: Wish & { readonly catalogue: Catalogue },
): Promise<Accepted> {
  const orderId = keyedId(key);
  const executed = await log.execute<OrderStream, PlaceOrderRefusal>(decider, orderId, {
    ...cause,
    isFirst: true,
    decide: (order, now) => decidePlaceOrder(order, request, { catalogue, fulfilment, now }),
  });
  return { ...executed, orderId };
}
