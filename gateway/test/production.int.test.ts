import { eventually, requestGraphql } from '@ordergraph/testing';
import type { Client } from 'graphql-ws';

import { type Platform, startPlatform } from './support/platform.js';
import { connect, watch } from './support/watch.js';

jest.setTimeout(30_000);

let platform: Platform;
let client: Client;
beforeAll(async () => {
  platform = await startPlatform({ NODE_ENV: 'production', ALLOWED_ORIGINS: 'https://shop.example' });
  client = connect(platform.url);
});
afterAll(async () => {
  await client.dispose();
  await platform.stop();
});

async function overBoth(query: string): Promise<unknown[]> {
  const { errors } = await requestGraphql({ url: platform.url, query });
  const watching = watch(client, { query });
  await eventually(() => {
    expect(watching.end).toBeDefined();
  });
  return [errors, watching.payloads[0]?.errors ?? watching.end];
}

describe('in production, over HTTP and WebSocket alike', () => {
  it.each(['{ __schema { types { name } } }', '{ __type(name: "Account") { name } }'])(
    'introspection is off: %s',
    async (query) => {
      for (const errors of await overBoth(query)) {
        expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
      }
    },
  );

  it.each(['{ memberCoun }', '{ echo(value: LOWE) }', 'query ($v: Level! = HIG) { echo(value: $v) }'])(
    'nothing is suggested for %s',
    async (query) => {
      for (const errors of await overBoth(query)) {
        expect(JSON.stringify(errors)).toContain('GRAPHQL_VALIDATION_FAILED');
        expect(JSON.stringify(errors)).not.toContain('Did you mean');
      }
    },
  );

  it('a fault shows neither text nor stack', async () => {
    for (const errors of await overBoth('mutation { explode }')) {
      const extensions = {
        code: 'INTERNAL_SERVER_ERROR',
        retryable: true,
        correlationId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      };
      expect(errors).toEqual([{ message: 'Something went wrong here.', path: ['explode'], extensions }]);
    }
  });

  it('there are no pages for developers', async () => {
    for (const path of ['/graphql', '/graphiql', '/']) {
      const response = await fetch(new URL(path, platform.url), { headers: { accept: 'text/html' } });
      expect(response.headers.get('content-type') ?? '').not.toContain('html');
    }
  });
});

describe('web pages of other origins', () => {
  const preflight = (origin: string) =>
    fetch(platform.url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });

  it('may use the gateway when configured', async () => {
    expect((await preflight('https://shop.example')).headers.get('access-control-allow-origin')).toBe(
      'https://shop.example',
    );
    for (const origin of ['https://evil.example', 'http://localhost:3000', 'https://studio.apollographql.com']) {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('cannot send what needs no preflight', async () => {
    const forms = [
      fetch(platform.url, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: '{"query":"mutation { signIn(name: 1) }"}',
      }),
      fetch(`${platform.url}?query=${encodeURIComponent('{ accounts { id } }')}`),
    ];
    for (const response of await Promise.all(forms)) expect(response.status).toBeGreaterThanOrEqual(400);
  });

  it('a GET that says what it is answers a query, and no mutation', async () => {
    const get = (query: string) =>
      fetch(`${platform.url}?query=${encodeURIComponent(query)}`, { headers: { 'apollo-require-preflight': 'yes' } });
    expect(await (await get('{ accounts { id } }')).json()).toEqual({ data: { accounts: [{ id: '1' }, { id: '2' }] } });
    expect((await get('mutation { signIn(name: "a") }')).status).toBe(405);
  });
});
