import { randomUUID } from 'node:crypto';
import type { Money } from './catalogue.js';
import { GraphRequestFailed, type GraphClient } from './graph-client.js';
import { progressFields, type Progress } from './order-progress.js';

export interface PlacedOrder {
  id: string;
  number: string;
  total: Money;
  /** As the mutation answered; the subscription goes on after its cursor. */
  progress: Progress;
}

/** Prices one piece of each. @throws GraphRequestFailed when one of them cannot be ordered */
export async function quoteOrder(customer: GraphClient, productIds: readonly string[]): Promise<Money> {
  const { quoteOrder: outcome } = await customer.request<{
    quoteOrder: { __typename: string; message?: string; total?: Money };
  }>(
    `query Quote($lines: [OrderLineInput!]!) {
      quoteOrder(lines: $lines) {
        __typename
        ... on OrderQuote { total { amount currencyCode } }
        ... on UserError { message }
      }
    }`,
    { lines: productIds.map((productId) => ({ productId, quantity: 1 })) },
  );
  if (!outcome.total) throw new GraphRequestFailed(`${outcome.__typename}: ${outcome.message}`);
  return outcome.total;
}

interface Outcome {
  __typename: string;
  message?: string;
  order?: PlacedOrder;
}

const orderFields = `id number total { amount currencyCode } progress { ${progressFields} }`;

const PLACE = `
  mutation PlaceOrder($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      __typename
      ... on PlaceOrderSuccess { order { ${orderFields} } }
      ... on UserError { message }
    }
  }`;

export async function placeOrder(
  customer: GraphClient,
  order: { productId: string; quantity: number; paymentToken: string },
): Promise<PlacedOrder> {
  const { productId, quantity, paymentToken } = order;
  const input = { idempotencyKey: randomUUID(), lines: [{ productId, quantity }], paymentToken };
  const { placeOrder: outcome } = await customer.request<{ placeOrder: Outcome }>(PLACE, { input });
  return orderOf(outcome);
}

export async function cancelOrder(customer: GraphClient, orderId: string): Promise<void> {
  const { cancelOrder: outcome } = await customer.request<{ cancelOrder: Outcome }>(
    `mutation CancelOrder($input: CancelOrderInput!) {
      cancelOrder(input: $input) {
        __typename
        ... on CancelOrderSuccess { order { ${orderFields} } }
        ... on UserError { message }
      }
    }`,
    { input: { orderId } },
  );
  orderOf(outcome);
}

/** Money of an order as the payments service knows it; undefined before it has heard of the order. */
export interface PaymentState {
  status: string;
  captured: Money;
  refunded: Money;
}

export async function readPayment(customer: GraphClient, orderId: string): Promise<PaymentState | undefined> {
  const { order } = await customer.request<{ order: { payment: PaymentState | null } }>(
    `query Payment($id: ID!) {
      order(id: $id) {
        payment { status captured { amount currencyCode } refunded { amount currencyCode } }
      }
    }`,
    { id: orderId },
  );
  return order.payment ?? undefined;
}

function orderOf({ __typename, message, order }: Outcome): PlacedOrder {
  if (!order) throw new GraphRequestFailed(`${__typename}: ${message}`);
  return order;
}
