import { once } from 'node:events';
import { connect } from 'node:net';

import { eventually } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';
import { openSocket } from './support/raw-socket.js';

/* What RFC 9110 says of every HTTP server. */

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

describe('HEAD', () => {
  const headOf = async (method: string, query: string, accept = 'application/json') => {
    const url = `${platform.url}?query=${encodeURIComponent(query)}`;
    const headers = {
      accept,
      'accept-encoding': 'identity',
      'apollo-require-preflight': 'yes',
      'x-correlation-id': 'same',
    };
    const response = await fetch(url, { method, headers });
    const { date: _, ...rest } = Object.fromEntries(response.headers);
    return { status: response.status, headers: rest, body: await response.text() };
  };

  it.each([
    ['a query', '{ accounts { id } }', 'application/json'],
    ['an answer that may be kept', '{ items { price } }', 'application/json'],
    ['a large answer', `{ accounts { ${'friends { id name } '.repeat(3)} } }`, 'application/json'],
    ['a query, as a stream', '{ accounts { id } }', 'text/event-stream'],
    ['what is refused', '{ nothing }', 'application/graphql-response+json'],
    ['a mutation', 'mutation { signIn(name: "a") }', 'application/json'],
    ['a page', '', 'text/html'],
  ])('has the head of what GET answers to %s', async (_, query, accept) => {
    const [head, get] = [await headOf('HEAD', query, accept), await headOf('GET', query, accept)];
    expect(head.body).toBe('');
    const { connection: _of, 'keep-alive': _alive, 'transfer-encoding': _coding, ...told } = get.headers;
    expect(head).toMatchObject({ status: get.status, headers: told });
  });

  it('opens no stream', async () => {
    const answer = await headOf(
      'HEAD',
      'subscription { ticker(room: "head") { value } }',
      'application/json, text/event-stream',
    );
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, POST']);
    expect(platform.room('head').readers).toBe(0);
  });
});

describe('another method', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])('%s is refused, with those that are not', async (method) => {
    const response = await fetch(platform.url, { method, body: 'x'.repeat(1_000) });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});

describe('a request that would rather go on with another protocol', () => {
  const body = (query: string): string => JSON.stringify({ query });
  const asking = (upgrade: string, text: string, head = 'POST /graphql'): string =>
    `${head} HTTP/1.1\r\nHost: gateway\r\nConnection: Upgrade, HTTP2-Settings\r\n${upgrade}HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${String(text.length)}\r\n\r\n${text}`;
  const h2c = 'Upgrade: h2c\r\n';

  /** Sends the parts one after the other on one connection, and answers what came, bodies alone, when there are so many. */
  async function talk(parts: readonly string[], answers: number): Promise<string[]> {
    const socket = connect(Number(new URL(platform.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    let said = '';
    socket.on('data', (data) => (said += data.toString()));
    for (const part of parts) {
      socket.write(part);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const bodies = await eventually(() => {
      const found = said.match(/^(?:\{.*\}|HTTP\/1\.1 400 Refused)$/gm) ?? [];
      expect(found).toHaveLength(answers);
      return found;
    });
    socket.destroy();
    return bodies;
  }

  it('is answered as it came', async () => {
    expect(await talk([asking(h2c, body('{ accounts { id } }'))], 1)).toEqual([
      expect.stringContaining('"accounts":[{"id":"1"}'),
    ]);
    expect(await talk([asking(h2c, '', 'GET /live')], 1)).toEqual(['{"status":"live"}']);
    expect(await talk([asking('Upgrade: TLS/1.0\r\n', '', 'GET /live')], 1)).toEqual(['{"status":"live"}']);
  });

  it('has a body that may come later, and does not take the next request for it', async () => {
    const [whole, other] = [asking(h2c, body('{ accounts { id } }')), asking(h2c, body('{ me { id } }'))];
    const cut = whole.indexOf('\r\n\r\n') + 4;
    const parts = [
      whole.slice(0, cut),
      whole.slice(cut, cut + 5),
      whole.slice(cut + 5),
      other,
      asking('', body('{ a }')),
    ];
    expect(await talk(parts, 3)).toEqual([
      expect.stringContaining('"accounts":[{"id":"1"}'),
      '{"data":{"me":null}}',
      expect.stringContaining('GRAPHQL_VALIDATION_FAILED'),
    ]);
    expect(await talk([whole + other], 2)).toHaveLength(2);
  });

  it('is answered after what was asked before it', async () => {
    const slow = asking('', body('{ accounts { id } }'));
    expect(await talk([slow + slow + asking(h2c, '', 'GET /live')], 3)).toEqual([
      expect.stringContaining('accounts'),
      expect.stringContaining('accounts'),
      '{"status":"live"}',
    ]);
  });

  it('may be gone before it is its turn', async () => {
    const hanging = (text: string): string => text.replace('\r\n', '\r\nx-timeout-milliseconds: 300\r\n');
    const socket = connect(Number(new URL(platform.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(hanging(asking('', body('{ hang }'))) + asking(h2c, '', 'GET /live'));
    await eventually(() => {
      expect(platform.accounts.requests.filter((text) => text.includes('hang'))).toHaveLength(1);
    });
    socket.resetAndDestroy();
    expect(await talk([hanging(asking('', body('{ hang }')))], 1)).toEqual([
      expect.stringContaining('DEADLINE_EXCEEDED'),
    ]);
    expect(await talk([asking(h2c, '', 'GET /live')], 1)).toEqual(['{"status":"live"}']);
  });

  it('is refused when it has so many headers that not all of them are known', async () => {
    const many = Array.from({ length: 1_100 }, () => 'a:b\r\n').join('');
    expect(await talk([asking(h2c + many, body('{ me { id } }'))], 2)).toEqual([
      'HTTP/1.1 400 Refused',
      expect.stringContaining('BAD_REQUEST'),
    ]);
  });

  it('is given a WebSocket when it is that', async () => {
    const socket = await openSocket(platform.url);
    socket.send({ type: 'connection_init' });
    expect(await socket.received(1)).toMatchObject([{ type: 'connection_ack' }]);
    socket.leave();
  });
});
