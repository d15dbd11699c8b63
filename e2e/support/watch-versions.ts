import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface Seen {
  readonly cursor: string;
  readonly version: number;
  readonly status: string;
  readonly final: boolean;
}

const document = `subscription Watch($orderId: ID!, $after: String) {
  orderProgress(orderId: $orderId, after: $after) { cursor version status final }
}`;

/**
 * Watches an order over graphql-transport-ws from a cursor until `until` is content with what came, or the socket is lost.
 * Every payload goes to `seen`, so that a next watch can go on from the last cursor.
 */
export async function watchVersions(
  target: { readonly websocketUrl: string; readonly token: string | undefined },
  orderId: string,
  seen: Seen[],
  until: (last: Seen) => boolean = ({ final }) => final,
): Promise<void> {
  const client = createClient({
    url: target.websocketUrl,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${target.token}` },
  });
  try {
    const after = seen.at(-1)?.cursor;
    for await (const { data, errors } of client.iterate<{ orderProgress: Seen }>({
      query: document,
      variables: { orderId, ...(after !== undefined && { after }) },
    })) {
      if (!data) throw new Error(JSON.stringify(errors));
      seen.push(data.orderProgress);
      if (until(data.orderProgress)) return;
    }
  } finally {
    await client.dispose();
  }
}

/** 1, 2, 3, … up to the newest version seen. */
export const contiguousFromOne = (seen: readonly Seen[]): number[] => Array.from(seen, (_, index) => index + 1);
