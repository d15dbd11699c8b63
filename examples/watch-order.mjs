// Prints every step of an order, and goes on where it was when the connection is lost: node examples/watch-order.mjs ORDER_ID [CURSOR]
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const { PORT = '4000', GRAPH_WS: url = `ws://127.0.0.1:${PORT}/graphql`, TOKEN } = process.env;
const NOT_SIGNED_IN = 4403; // docs/errors.md: no use to try again with this token
const connectionParams = TOKEN ? { authorization: `Bearer ${TOKEN}` } : {};
const client = createClient({ url, connectionParams, webSocketImpl: WebSocket, retryAttempts: 0 });
const query = `subscription ($id: ID!, $after: String) {
  orderProgress(orderId: $id, after: $after) { version status steps { name status } final cursor }
}`;
const [id, from] = process.argv.slice(2);
let [after, final] = [from, false];
if (!id) end('Which order? node examples/watch-order.mjs ORDER_ID [CURSOR]');
while (!final) {
  try {
    for await (const { data } of client.iterate({ query, variables: { id, after } })) {
      console.log(JSON.stringify(data.orderProgress));
      ({ cursor: after, final } = data.orderProgress);
    }
  } catch (error) {
    const [refusal] = Array.isArray(error) ? error : [];
    if (refusal && !refusal.extensions?.retryable) end(`${refusal.extensions?.code}: ${refusal.message}`);
    if (error.code === NOT_SIGNED_IN) end(`${error.reason}: export TOKEN=$(sh examples/sign-in.sh)`);
    console.error(`No connection to ${url}; trying again…`);
    await delay(1000); // then subscribe again, behind the last cursor
  }
}
await client.dispose();

function end(message) {
  console.error(message);
  process.exit(1);
}
