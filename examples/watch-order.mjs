// Prints every step of an order, and goes on where it was when the connection is lost: node examples/watch-order.mjs ORDER_ID [CURSOR]
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const { GRAPH_WS: url = 'ws://127.0.0.1:4000/graphql', TOKEN } = process.env;
const connectionParams = { authorization: `Bearer ${TOKEN}` };
const client = createClient({ url, connectionParams, webSocketImpl: WebSocket, retryAttempts: 0 });
const query = `subscription ($id: ID!, $after: String) {
  orderProgress(orderId: $id, after: $after) { version status steps { name status } final cursor }
}`;
for (let [id, after, final] = process.argv.slice(2); !final;) {
  try {
    for await (const { data } of client.iterate({ query, variables: { id, after } })) {
      console.log(JSON.stringify(data.orderProgress));
      ({ cursor: after, final } = data.orderProgress);
    }
  } catch (error) {
    if (Array.isArray(error) && !error[0].extensions?.retryable) throw error[0]; // refused, not lost
    await delay(1000); // then subscribe again, behind the last cursor
  }
}
await client.dispose();
