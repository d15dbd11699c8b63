import { createHash } from 'node:crypto';

import { ApolloClient, gql, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { testUser } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';
import { openRaw } from './support/raw-stream.js';
import { streamingWays, type Way, ways } from './support/ways.js';

jest.setTimeout(60_000);

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ PERSISTED_QUERY_CACHE_BYTES: '2000' });
});
afterAll(() => platform.stop());

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hashOf = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256(text) } });
const register = (query: string) => ways['POST']!(platform.url, { query, extensions: hashOf(query) });

describe.each(Object.entries(ways))('automatic persisted queries over %s', (name, send) => {
  const query = `query By_${name.replaceAll(/\W/g, '_')} { accounts { id } }`;
  const extensions = hashOf(query);

  it('an unknown hash is not found, is then registered with its text, and found by every other way', async () => {
    const unknown = await send(platform.url, { extensions });
    expect(unknown).toContain('"message":"PersistedQueryNotFound"');
    expect(unknown).toContain('"code":"PERSISTED_QUERY_NOT_FOUND"');
    expect(await send(platform.url, { query, extensions })).toContain('"accounts":[{"id":"1"},{"id":"2"}]');
    for (const other of Object.values(ways))
      expect(await other(platform.url, { extensions })).toContain('"accounts":[{"id":"1"},{"id":"2"}]');
  });

  it('a text that has another hash is refused, and not kept', async () => {
    const other = hashOf(`${query} `);
    expect(await send(platform.url, { query, extensions: other })).toContain('provided sha does not match query');
    expect(await send(platform.url, { extensions: other })).toContain('PERSISTED_QUERY_NOT_FOUND');
  });

  it.each([
    [
      'another version',
      { persistedQuery: { version: 2, sha256Hash: sha256(query) } },
      'Unsupported persisted query version',
    ],
    ['no hash', { persistedQuery: { version: 1 } }, 'sha256Hash'],
    ['no object', { persistedQuery: 'a hash' }, 'Unsupported persisted query version'],
  ])('%s is a bad request', async (_what, malformed, message) => {
    const answer = await send(platform.url, { extensions: malformed });
    expect(answer).toContain('"code":"BAD_REQUEST"');
    expect(answer).toContain(message);
  });
});

// Over a WebSocket it is no message of the protocol.
it.each(Object.entries(ways).filter(([name]) => name !== 'WebSocket'))(
  'a request with neither text nor hash is a bad request over %s',
  async (_name, send) => {
    expect(await send(platform.url, { extensions: { cursor: 'a cursor' } })).toContain('"code":"BAD_REQUEST"');
  },
);

it.each(Object.entries(streamingWays))('a subscription goes by its hash over %s', async (name, send: Way) => {
  const query = `subscription { counter(room: "${name}") { value account { name } } }`;
  platform.room(name).append({ value: 7, accountId: '1' });
  await register(query);
  const answer = await send(platform.url, { extensions: hashOf(query) }, await platform.sign(testUser('1')));
  expect(answer).toContain('"counter":{"value":7,"account":{"name":"Ada"}}');
});

it('a hash that was not found is no answer for a cache to keep', async () => {
  const { response } = await openRaw({
    url: platform.url,
    method: 'GET',
    accept: 'application/json',
    extensions: hashOf('{ me { name } }'),
  });
  expect(response.statusCode).toBe(200);
  expect(response.headers['cache-control']).toBe('private, no-cache, must-revalidate');
});

it('what a page of another site may send unasked reaches neither hashes nor texts', async () => {
  const query = 'query Forged { accounts { id } }';
  const search = new URLSearchParams({ query, extensions: JSON.stringify(hashOf(query)) });
  expect((await fetch(`${platform.url}?${search.toString()}`)).status).toBe(400);
  expect(await ways['POST']!(platform.url, { extensions: hashOf(query) })).toContain('PERSISTED_QUERY_NOT_FOUND');
});

it('keeps the texts that were used last, and no more than it was told to', async () => {
  const texts = Array.from({ length: 30 }, (_, index) => `query Kept${String(index)} { accounts { id name } }`);
  for (const text of texts) await register(text);
  const found = await Promise.all(
    texts.map(async (text) => !(await ways['POST']!(platform.url, { extensions: hashOf(text) })).includes('NOT_FOUND')),
  );
  // Each counts for about a hundred bytes, its hash included.
  expect(found.filter(Boolean).length).toBeGreaterThan(10);
  expect(found.filter(Boolean).length).toBeLessThan(25);
  expect(found.slice(0, 5)).not.toContain(true);
  expect(found.slice(-5)).not.toContain(false);
});

describe('Apollo Client', () => {
  const ask = async (url: string) => {
    const bodies: string[] = [];
    const http = new HttpLink({
      uri: url,
      fetch: (target, init) => {
        bodies.push(init?.body as string);
        return fetch(target, init);
      },
    });
    const link = new PersistedQueryLink({ sha256 }).concat(http);
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const query: TypedDocumentNode<{ accounts: { name: string }[] }> = gql(
      'query OfApolloClient { accounts { name } }',
    );
    for (const fetchPolicy of ['network-only', 'network-only'] as const) {
      const { data } = await client.query({ query, fetchPolicy });
      expect(data?.accounts[0]?.name).toBe('Ada');
    }
    return bodies.map((body) => {
      const { query: text, extensions } = JSON.parse(body) as { query?: string; extensions?: object };
      return [
        ...(text === undefined ? [] : ['text']),
        ...('persistedQuery' in (extensions ?? {}) ? ['hash'] : []),
      ].join();
    });
  };

  it('sends the text once', async () => {
    expect(await ask(platform.url)).toEqual(['hash', 'text,hash', 'hash']);
  });

  it('sends texts without hashes to a gateway that keeps none', async () => {
    const gateway = await platform.startGateway({ PERSISTED_QUERY_CACHE_BYTES: '0' });
    expect(await ask(gateway.url)).toEqual(['hash', 'text', 'text']);
    const answer = await ways['WebSocket']!(gateway.url, { extensions: hashOf('{ me { id } }') });
    expect(answer).toContain('PERSISTED_QUERY_NOT_SUPPORTED');
  });
});
