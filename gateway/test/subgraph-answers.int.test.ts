import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { visitor } from '@ordergraph/service';
import { pino } from 'pino';

import { SubgraphClient } from '../src/subgraphs/subgraph-client.js';

/** What the gateway notes of it. */
let noted: string[];
beforeEach(() => {
  noted = [];
});

/** What the gateway takes from a subgraph that answers so. */
async function takenFrom(listener: RequestListener, variables: Record<string, unknown> = {}) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new SubgraphClient({
    name: 'odd',
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`,
    tokens: () => Promise.resolve('token'),
    timeoutMilliseconds: 5_000,
    connections: 1,
    circuit: { failures: 1, pauseMilliseconds: 1_000 },
    local: new Map(),
    tracing: undefined,
    logger: pino({ level: 'silent' }),
    observe: { request: (_subgraph, outcome) => noted.push(outcome), circuit: (_subgraph, phase) => noted.push(phase) },
  });
  const context = { principal: visitor, principalKey: '', address: '127.0.0.1', correlationId: 'test' };
  try {
    return await client.ask(
      { question: { query: '{ a }', operationName: undefined, isQuery: true }, variables },
      context,
    );
  } finally {
    await client.close();
    server.close();
  }
}

const taken = (status: number, body: string) => takenFrom((_request, response) => response.writeHead(status).end(body));

const error = { message: 'broken' };

describe('an answer of a subgraph', () => {
  it.each([
    ['{"data":{"a":1},"errors":null}', { data: { a: 1 } }],
    ['{"data":{"a":1},"errors":"none"}', { data: { a: 1 } }],
    // An answer with an error is not kept, whatever the error looks like.
    ['{"data":{"a":1},"errors":[null]}', { data: { a: 1 }, errors: [{ message: 'null' }] }],
    ['{"data":null,"errors":["broken"]}', { data: null, errors: [error] }],
    ['{"data":null,"errors":[{"message":"broken"},7]}', { data: null, errors: [error, { message: '7' }] }],
    ['{"errors":[{"message":"broken"}]}', { data: null, errors: [error] }],
  ])('%s is taken for what it says', async (body, expected) => {
    expect(await taken(200, body)).toEqual(expected);
    expect(noted).toEqual(['closed', 'answered']);
  });

  it.each([
    // Data is null only beside errors: a null without one would be shown, and kept, as what is so.
    [200, '{"data":null}'],
    [200, '{"data":null,"errors":[]}'],
    [200, '{"data":null,"errors":{"message":"broken"}}'],
    [200, '{"data":[]}'],
    [200, '{"data":[1]}'],
    [200, '{"errors":null}'],
    [200, '[]'],
    [200, 'null'],
    [200, '<html>'],
    [502, '{"errors":[{"message":"broken"}]}'],
    [401, '{"data":{"a":1}}'],
  ])('%d %s is none, and a failure of the subgraph', async (status, body) => {
    await expect(taken(status, body)).rejects.toMatchObject({ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
    expect(noted).toEqual(['closed', 'open', 'failed']);
  });

  it('is asked for in no coding, and read also where it is compressed all the same', async () => {
    const asked: unknown[] = [];
    const answer = await takenFrom((request, response) => {
      asked.push(request.headers['accept-encoding']);
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"data":{"a":1}}'));
    });
    expect([asked, answer]).toEqual([[undefined], { data: { a: 1 } }]);
  });
});

describe('what cannot be written', () => {
  it('is no failure of the subgraph, which is never asked', async () => {
    const variables = { nested: JSON.parse('['.repeat(40_000) + ']'.repeat(40_000)) as unknown };
    const asking = takenFrom((_request, response) => noted.push('asked') && response.end('{"data":{}}'), variables);
    await expect(asking).rejects.toMatchObject({ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
    expect(noted).toEqual(['closed', 'failed']);
  });
});
