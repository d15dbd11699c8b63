import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { requestGraphql, testUser } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';

jest.setTimeout(30_000);

/** Sends a byte now and then, and never the last one. */
async function startDripping(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drops = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(drops));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

it('a subgraph that answers for ever is given up in its time, also by clients that give none', async () => {
  const platform: Platform = await startPlatform();
  const dripping = await startDripping();
  const gateway = await platform.startGateway({
    SUBGRAPH_URL_ACCOUNTS: `http://127.0.0.1:${String((dripping.address() as AddressInfo).port)}/graphql`,
    SUBGRAPH_TIMEOUT_MILLISECONDS: '500',
    SUBGRAPH_CIRCUIT_FAILURES: '1',
    SUBGRAPH_CIRCUIT_MILLISECONDS: '600000',
  });
  const authorization = await platform.sign(testUser('1'));
  const ask = () => requestGraphql({ url: gateway.url, query: '{ me { id } counters { value } }', authorization });
  expect(await ask()).toMatchObject({
    data: { me: null, counters: [] },
    errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'accounts' } }],
  });
  // It counts as a failure of the subgraph.
  expect((await ask()).errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_SUSPENDED' } }]);
  dripping.closeAllConnections();
  dripping.close();
  await platform.stop();
});
