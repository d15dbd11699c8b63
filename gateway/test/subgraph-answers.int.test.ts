import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { visitor } from '@ordergraph/service';
import { pino } from 'pino';

import { SubgraphClient } from '../src/subgraphs/subgraph-client.js';

/** What the gateway takes from a subgraph that answers so. */
async function taken(status: number, body: string) {
  const server = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new SubgraphClient({
    name: 'odd',
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`,
    tokens: () => Promise.resolve('token'),
    timeoutMilliseconds: 5_000,
    connections: 1,
    circuit: { failures: 5, pauseMilliseconds: 1_000 },
    local: new Map(),
    tracing: undefined,
    logger: pino({ level: 'silent' }),
    observe: { request: () => undefined, circuit: () => undefined },
  });
  const context = { principal: visitor, principalKey: '', address: '127.0.0.1', correlationId: 'test' };
  try {
    return await client.ask({ query: '{ a }', operationName: undefined, variables: {} }, context);
  } finally {
    await client.close();
    server.close();
  }
}

const error = { message: 'broken' };

describe('an answer of a subgraph', () => {
  it.each([
    ['{"data":{"a":1},"errors":null}', { data: { a: 1 } }],
    ['{"data":{"a":1},"errors":"none"}', { data: { a: 1 } }],
    ['{"data":{"a":1},"errors":[null]}', { data: { a: 1 } }],
    ['{"data":null,"errors":[{"message":"broken"},7]}', { data: null, errors: [error] }],
    ['{"errors":[{"message":"broken"}]}', { data: null, errors: [error] }],
    ['{"data":[]}', { data: null }],
  ])('%s is taken for what it says', async (body, expected) => {
    expect(await taken(200, body)).toEqual(expected);
  });

  it.each([
    [200, '{"errors":null}'],
    [200, '[]'],
    [200, 'null'],
    [200, '<html>'],
    [502, '{"errors":[{"message":"broken"}]}'],
    [401, '{"data":{"a":1}}'],
  ])('%d %s is none', async (status, body) => {
    await expect(taken(status, body)).rejects.toMatchObject({ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
  });
});
