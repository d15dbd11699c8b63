import { randomUUID } from 'node:crypto';
import { createGraphClient, demoUsers, type GraphClient, signIn, type SpawnedPlatform } from '@ordergraph/launcher';

export interface Placed {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly progress: { readonly cursor: string };
}

export interface Stock {
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  readonly adjustments: number;
}

/** Somebody new, registered through the gateway. */
export async function registerShopper(graphqlUrl: string): Promise<GraphClient> {
  const { register } = await createGraphClient(graphqlUrl).request<{
    register: { session: { accessToken: string } };
  }>(
    `mutation Register($input: RegisterInput!) {
      register(input: $input) { __typename ... on SessionStarted { session { accessToken } } ... on UserError { message } }
    }`,
    {
      input: {
        email: `shopper-${randomUUID()}@example.com`,
        password: 'a long enough password',
        displayName: 'Shopper',
      },
    },
  );
  return createGraphClient(graphqlUrl, register.session.accessToken);
}

export const signInOperator = (graphqlUrl: string): Promise<GraphClient> => signIn(graphqlUrl, demoUsers.operator);

/** Places an order of one product; throws when the answer is not a success. */
export async function placeOrder(
  shopper: GraphClient,
  order: { productId: string; quantity?: number; paymentToken?: string; idempotencyKey?: string },
): Promise<Placed> {
  const { quantity = 1, paymentToken = 'tok_success', idempotencyKey = randomUUID(), productId } = order;
  const { placeOrder: result } = await shopper.request<{
    placeOrder: { __typename: string; message?: string; order?: Placed };
  }>(
    `mutation Place($input: PlaceOrderInput!) {
      placeOrder(input: $input) {
        __typename ... on PlaceOrderSuccess { order { id version status progress { cursor } } } ... on UserError { message }
      }
    }`,
    { input: { idempotencyKey, lines: [{ productId, quantity }], paymentToken } },
  );
  if (!result.order) throw new Error(`${result.__typename}: ${result.message}`);
  return result.order;
}

export interface OrderNow {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly progress: { readonly final: boolean };
  readonly cancellation: { readonly reason: string } | null;
  readonly payment: { readonly status: string; captured: { amount: string }; refunded: { amount: string } } | null;
}

export async function readOrder(shopper: GraphClient, id: string): Promise<OrderNow | null> {
  const { order } = await shopper.request<{ order: OrderNow | null }>(
    `query Order($id: ID!) {
      order(id: $id) {
        id version status progress { final } cancellation { reason } payment { status captured { amount } refunded { amount } }
      }
    }`,
    { id },
  );
  return order;
}

/** A product of the test's own with so many pieces; resolves when it can be ordered. */
export async function createProduct(operator: GraphClient, pieces: number): Promise<string> {
  const sku = `E2E-${randomUUID().slice(0, 8).toUpperCase()}`;
  const { createProduct: created } = await operator.request<{ createProduct: { product: { id: string } } }>(
    `mutation Create($input: CreateProductInput!) {
      createProduct(input: $input) { ... on CreateProductSuccess { product { id } } ... on UserError { message } }
    }`,
    {
      input: {
        idempotencyKey: randomUUID(),
        sku,
        title: `Test product ${sku}`,
        price: { amount: '10.00', currencyCode: 'EUR' },
        initialStock: pieces,
      },
    },
  );
  return created.product.id;
}

export async function canBeOrdered(shopper: GraphClient, productId: string): Promise<boolean> {
  const { quoteOrder } = await shopper.request<{ quoteOrder: { __typename: string } }>(
    'query Quote($lines: [OrderLineInput!]!) { quoteOrder(lines: $lines) { __typename } }',
    { lines: [{ productId, quantity: 1 }] },
  );
  return quoteOrder.__typename === 'OrderQuote';
}

export async function readStock(operator: GraphClient, productId: string): Promise<Stock> {
  const { product } = await operator.request<{ product: { stock: Stock } }>(
    'query Stock($id: ID!) { product(id: $id) { stock { available reserved sold adjustments } } }',
    { id: productId },
  );
  return product.stock;
}

/** What the payment provider itself has in its books for an order; amounts in minor units. */
export interface ProviderBooks {
  readonly captured: number;
  readonly refunded: number;
  /** Authorized, neither captured nor voided. */
  readonly held: number;
  readonly authorizations: number;
  readonly charges: number;
}

export async function providerBooks({ paymentProvider }: SpawnedPlatform, orderId: string): Promise<ProviderBooks> {
  const response = await fetch(`${paymentProvider.url}/ledger?orderReference=${orderId}`, {
    headers: { authorization: `Bearer ${paymentProvider.key}` },
  });
  return (await response.json()) as ProviderBooks;
}
