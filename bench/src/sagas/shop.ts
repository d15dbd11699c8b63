import { randomUUID } from 'node:crypto';
import { demoUsers, type GraphClient, signIn, type SpawnedPlatform } from '@ordergraph/launcher';
import { createClient } from 'graphql-ws';
import { Pool } from 'undici';
import { WebSocket } from 'ws';

const place = `mutation Place($input: PlaceOrderInput!) {
  placeOrder(input: $input) { __typename ... on PlaceOrderSuccess { order { id } } ... on UserError { message } }
}`;

const feed = 'subscription { orderFeed { status final order { id } } }';

/** How a saga ended, by order id. */
export type EndListener = (orderId: string) => void;

/** A shop under load: orders are placed through the gateway, and their ends heard through its subscription. */
export class Shop {
  readonly #pool: Pool;
  readonly #customer: GraphClient;
  readonly #productIds: readonly string[];
  readonly #feed: ReturnType<typeof createClient>;

  private constructor(platform: SpawnedPlatform, customer: GraphClient, feedClient: ReturnType<typeof createClient>) {
    this.#pool = new Pool(new URL(platform.graphqlUrl).origin, { connections: 64 });
    this.#customer = customer;
    this.#productIds = platform.productIds;
    this.#feed = feedClient;
  }

  static async open(platform: SpawnedPlatform, ended: EndListener): Promise<Shop> {
    const operator = await signIn(platform.graphqlUrl, demoUsers.operator);
    const customer = await signIn(platform.graphqlUrl, demoUsers.customer);
    for (const productId of platform.productIds) await restock(operator, productId);
    const client = createClient({
      url: platform.websocketUrl,
      webSocketImpl: WebSocket,
      lazy: false,
      connectionParams: { authorization: `Bearer ${operator.token}` },
    });
    client.subscribe<{ orderFeed: { final: boolean; order: { id: string } } }>(
      { query: feed },
      {
        next: ({ data }) => {
          if (data?.orderFeed.final) ended(data.orderFeed.order.id);
        },
        error: (error) => process.stderr.write(`the feed ended: ${JSON.stringify(error)}\n`),
        complete: () => undefined,
      },
    );
    return new Shop(platform, customer, client);
  }

  /** Places an order of one piece; resolves with its id when the graph has accepted it. */
  async place(index: number, paymentToken: string): Promise<string> {
    const input = {
      idempotencyKey: randomUUID(),
      lines: [{ productId: this.#productIds[index % this.#productIds.length], quantity: 1 }],
      paymentToken,
    };
    const { body } = await this.#pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#customer.token}` },
      body: JSON.stringify({ query: place, variables: { input } }),
    });
    const answer = (await body.json()) as { data?: { placeOrder: { order?: { id: string } } } };
    const orderId = answer.data?.placeOrder.order?.id;
    if (orderId === undefined) throw new Error(`an order was not accepted: ${JSON.stringify(answer)}`);
    return orderId;
  }

  async close(): Promise<void> {
    await this.#feed.dispose();
    await this.#pool.close();
  }
}

async function restock(operator: GraphClient, productId: string): Promise<void> {
  await operator.request(
    `mutation Restock($input: RestockProductInput!) {
      restockProduct(input: $input) { __typename ... on UserError { message } }
    }`,
    { input: { idempotencyKey: randomUUID(), productId, quantity: 1_000_000 } },
  );
}
