import type { OrderAttempt } from '../history/attempts.js';
import type { Client } from './client.js';

const document = `mutation Place($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    __typename
    ... on PlaceOrderSuccess { order { id progress { version cursor } } }
    ... on UserError { message }
  }
}`;

/** The order as the answer to `placeOrder` showed it. */
export interface PlacedOrder {
  readonly id: string;
  readonly progress: { readonly version: number; readonly cursor: string };
}

interface Outcome {
  readonly placeOrder: { readonly __typename: string; readonly order?: PlacedOrder };
}

/** Places an order, again with the same key while nobody answers; the outcome is written into the attempt. */
export async function placeOrder(
  client: Client,
  attempt: OrderAttempt,
  signal: AbortSignal,
): Promise<PlacedOrder | undefined> {
  const { key: idempotencyKey, productId, quantity, paymentToken } = attempt;
  const input = { idempotencyKey, paymentToken, lines: [{ productId, quantity }] };
  const answer = await client.insist<Outcome>({ document, variables: { input } }, signal, attempt);
  if (!answer) return undefined;
  const { __typename, order } = answer.placeOrder;
  if (order) {
    attempt.outcome = 'accepted';
    if (!attempt.orderIds.includes(order.id)) attempt.orderIds.push(order.id);
  } else if (attempt.outcome === 'unknown') {
    attempt.outcome = 'refused';
    attempt.reason = __typename;
  }
  return order;
}
