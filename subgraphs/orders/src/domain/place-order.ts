import { type Money, OrderPlaced } from '@ordergraph/events';
import type { Decision } from '@ordergraph/messaging';
import type { SagaRunner } from '@ordergraph/messaging/saga';
import { PaymentTokenGiven } from './order-facts.js';
import { orderNumber } from './order-number.js';
import { evolveOrder, type Order, type OrderStream } from './order.js';
import { type Catalogue, invalid, type LineRequested, type Quote, quote, type QuoteRefusal } from './quote.js';

export interface PlaceOrderRequest {
  readonly customerId: string;
  readonly lines: readonly LineRequested[];
  readonly paymentToken: string;
  /** What the customer was shown; another price now is an answer, not an order. */
  readonly expectedTotal?: Money;
}

export type PlaceOrderRefusal = QuoteRefusal | { readonly problem: 'PRICE_CHANGED'; readonly quote: Quote };

/** Accepts an order: the first commit of its stream holds the order, the begin of its saga and the first command. */
export function decidePlaceOrder(
  order: OrderStream,
  request: PlaceOrderRequest,
  rules: { readonly catalogue: Catalogue; readonly fulfilment: SagaRunner<Order>; readonly now: Date },
): Decision<PlaceOrderRefusal> {
  const { customerId, expectedTotal, paymentToken } = request;
  if (paymentToken.length < 1 || paymentToken.length > 255) {
    return invalid([{ path: ['paymentToken'], message: 'Give the token of a payment method.' }]);
  }
  const quoted = quote(request.lines, rules.catalogue);
  if ('refused' in quoted) return quoted;
  if (expectedTotal && !isSame(expectedTotal, quoted.total)) {
    return { refused: { problem: 'PRICE_CHANGED', quote: quoted } };
  }
  const { lines, total } = quoted;
  const placed = [
    OrderPlaced({ orderId: order.id, number: orderNumber(order.id), customerId, lines: [...lines], total }),
    PaymentTokenGiven({ paymentToken }),
  ];
  const recorded = { version: 1, at: rules.now };
  const accepted = placed.reduce((folded: OrderStream, message) => evolveOrder(folded, message, recorded), order);
  if (accepted.kind === 'unknown') return [];
  return [...placed, ...rules.fulfilment.start({ saga: accepted.saga, subject: accepted, now: rules.now })];
}

const isSame = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency;
