import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

import { eventually } from '@ordergraph/testing';

import { SubgraphSockets } from '../src/subgraphs/subgraph-sockets.js';

it('can be closed while they connect to a subgraph that does not answer: their streams fail, nothing else does', async () => {
  const connections: Socket[] = [];
  const server = createServer((socket) => connections.push(socket.resume())).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sockets = new SubgraphSockets({ url: `http://127.0.0.1:${String(port)}/`, sockets: 1, local: new Map() });
  const ends: unknown[] = [];
  sockets.subscribe(
    { query: 'subscription { ticks }' },
    { next: () => undefined, error: (error) => ends.push(error), complete: () => ends.push('completed') },
  );
  await eventually(() => {
    expect(connections).toHaveLength(1);
  });
  await sockets.close();
  await eventually(() => {
    expect({ ends, open: connections.filter(({ closed }) => !closed) }).toMatchObject({
      ends: [{ code: 4499 }],
      open: [],
    });
  });
  server.close();
});
