import { EventEmitter, on } from 'node:events';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { pricesSchema } from './price-graph.js';
import { listen, serve, serverOf } from './serve-subgraph.js';
import { answeringBy } from './shop-graph.js';

/** Serves the subgraphs of the price graph until its parent ends; a price changes whenever the parent says so. */
const changes = new EventEmitter();
let price = 0;

const schema = buildSubgraphSchema({
  typeDefs: parse(pricesSchema),
  resolvers: {
    Query: { product: (_: unknown, { id }: { id: string }) => ({ id, price }) },
    Subscription: {
      priceChanged: {
        async *subscribe() {
          for await (const [change] of on(changes, 'price')) yield { priceChanged: { id: '7', price: Number(change) } };
        },
      },
    },
  },
});
const server = serverOf(answeringBy(schema));
useServer({ schema }, new WebSocketServer({ server, path: '/graphql' }));
const urls = Object.fromEntries([['prices', await listen(server)], await serve('reviews')]);

process.on('message', () => changes.emit('price', (price += 1)));
process.on('disconnect', () => process.exit(0));
process.send?.(urls);
