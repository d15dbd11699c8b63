import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** What the demo shows of `OrderProgress`. */
export interface Progress {
  cursor: string;
  version: number;
  status: 'PENDING' | 'CONFIRMED' | 'CANCELLING' | 'CANCELLED';
  changed: string | undefined;
  steps: { name: string; status: string; failure?: { code: string; message: string } | null }[];
  final: boolean;
  order: { id: string; number: string; cancellation?: { reason: string } | null };
}

/** The fields of `Progress`: the same from a query, a mutation and the subscription. */
export const progressFields = `
  cursor version status changed final
  steps { name status failure { code message } }
  order { id number cancellation { reason } }
`;

const DOCUMENT = `
  subscription OrderProgress($orderId: ID!, $after: String) {
    orderProgress(orderId: $orderId, after: $after) { ${progressFields} }
  }`;

export interface Watch {
  websocketUrl: string;
  token: string | undefined;
  orderId: string;
  /** Exclusive; without it the first payload is the present state. */
  after?: string | undefined;
}

/** Every version of an order after the cursor, in order; ends after the final one. */
export async function* watchOrder({ websocketUrl, token, orderId, after }: Watch): AsyncGenerator<Progress> {
  const client = createClient({
    url: websocketUrl,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token === undefined ? {} : { connectionParams: { authorization: `Bearer ${token}` } }),
  });
  try {
    const results = client.iterate<{ orderProgress: Progress }>({ query: DOCUMENT, variables: { orderId, after } });
    for await (const { data, errors } of results) {
      if (errors || !data)
        throw new Error(errors?.map(({ message }) => message).join('; ') ?? 'a payload without data');
      yield data.orderProgress;
    }
  } finally {
    await client.dispose();
  }
}
