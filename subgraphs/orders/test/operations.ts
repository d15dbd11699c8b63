import { randomUUID } from 'node:crypto';
import { eventually } from '@ordergraph/testing';
import { type Client, mug } from './world.js';

const shown = `id number version status cancellable
  cancellation { reason message unavailable { sku requested available } requestedAt completedAt }
  progress { cursor version final changed steps { name status attempts failure { code message } } }`;

/** An order as `order(id)` shows it. */
export interface OrderShown {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly status: string;
  readonly cancellable: boolean;
  readonly cancellation: { readonly reason: string; readonly unavailable: readonly object[] } | null;
  readonly progress: ProgressShown;
}

export interface ProgressShown {
  readonly cursor: string;
  readonly version: number;
  readonly final: boolean;
  readonly status: string;
  readonly changed: string | null;
  readonly steps: readonly { readonly name: string; readonly status: string }[];
}

export interface Placed {
  readonly placeOrder: { readonly __typename: string; readonly order: OrderShown };
}

/** The variables of `placeOrder` for two mugs. */
export const twoMugs = (changes: Record<string, unknown> = {}) => ({
  input: {
    idempotencyKey: randomUUID(),
    lines: [{ productId: mug, quantity: 2 }],
    paymentToken: 'tok_success',
    ...changes,
  },
});

export const placeOrder = (client: Client, variables = twoMugs()) =>
  client.request<Placed>(
    `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
      __typename
      ... on PlaceOrderSuccess { order { ${shown} } }
      ... on PriceChanged { quote { total { amount currencyCode } lines { sku quantity } } }
      ... on ProductsUnavailable { productIds }
      ... on InvalidInput { fields { path message } }
      ... on UserError { message }
    } }`,
    variables,
  );

/** Places an order and gives its id. */
export async function placed(client: Client): Promise<string> {
  const { data, errors } = await placeOrder(client);
  expect(errors).toBeUndefined();
  expect(data?.placeOrder.__typename).toBe('PlaceOrderSuccess');
  return data?.placeOrder.order.id ?? '';
}

export async function orderOf(client: Client, id: string): Promise<OrderShown | null> {
  const { data } = await client.request<{ order: OrderShown | null }>(
    `query ($id: ID!) { order(id: $id) { ${shown} } }`,
    { id },
  );
  return data?.order ?? null;
}

/** Waits until the order has a status, and gives it. */
export const orderWith = (client: Client, id: string, status: string): Promise<OrderShown> =>
  eventually(async () => {
    const order = await orderOf(client, id);
    expect(order).toMatchObject({ status });
    return order as OrderShown;
  });

export const cancelOrder = (client: Client, orderId: string) =>
  client.request<{ cancelOrder: { readonly __typename: string; readonly order?: OrderShown } }>(
    `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) {
      __typename ... on CancelOrderSuccess { order { ${shown} } } ... on UserError { message }
    } }`,
    { input: { orderId } },
  );

export interface Watched {
  readonly orderProgress: ProgressShown;
}

/** Watches one order. */
export const watchOrder = (client: Client, orderId: string, after?: string) =>
  client.watch<Watched>(
    `subscription ($orderId: ID!, $after: String) { orderProgress(orderId: $orderId, after: $after) {
      cursor version status final changed steps { name status } order { id version status }
    } }`,
    { orderId, after },
  );
