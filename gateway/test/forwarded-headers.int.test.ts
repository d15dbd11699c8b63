import { eventually, requestGraphql, testUser } from '@ordergraph/testing';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import type { RunningGateway } from '../src/service.js';
import { type Platform, startPlatform } from './support/platform.js';
import type { TestSubgraph } from './support/subgraph.js';
import { watch } from './support/watch.js';

jest.setTimeout(30_000);

let platform: Platform;
let gateway: RunningGateway;
beforeAll(async () => {
  platform = await startPlatform();
  gateway = await platform.startGateway({ FORWARD_HEADERS: 'Accept-Language, x-tenant=accounts+unknown' });
});
afterAll(() => platform.stop());

const language = 'de-CH, de;q=0.9';
const sent = { 'accept-language': language, 'x-tenant': 'north', 'x-other': 'kept' };
const lastOf = ({ received }: TestSubgraph) => received.at(-1) ?? {};
const both = '{ accounts { id counted } }';

const connectWith = (connectionParams: Record<string, unknown>, headers: Record<string, string> = {}) =>
  createClient({
    url: gateway.url.replace('http', 'ws'),
    connectionParams,
    retryAttempts: 0,
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols, { headers });
      }
    },
  });

describe('headers that are to be forwarded', () => {
  it('go to the subgraphs that they are meant for, and no others with them', async () => {
    const { headers } = await requestGraphql({ url: gateway.url, query: both, headers: sent });
    expect(lastOf(platform.accounts)).toMatchObject({ 'accept-language': language, 'x-tenant': 'north' });
    expect(lastOf(platform.accounts)).not.toHaveProperty('x-other');
    expect(lastOf(platform.counters)).toMatchObject({ 'accept-language': language });
    expect(lastOf(platform.counters)).not.toHaveProperty('x-tenant');
    expect(headers.get('vary')).toMatch(/accept-language, x-tenant$/);
  });

  it('stay where they are without a rule', async () => {
    await requestGraphql({ url: platform.url, query: both, headers: sent });
    expect(lastOf(platform.accounts)['x-tenant']).toBeUndefined();
    expect(lastOf(platform.accounts)['accept-language']).not.toBe(language);
  });

  it.each([
    ['connection_init', connectWithParams({ 'Accept-Language': language, 'x-tenant': 'north' })],
    ['its headers', connectWithParams({ headers: { 'accept-language': language, 'X-Tenant': 'north' } })],
    ['the request that opened the socket', () => connectWith({}, sent)],
  ])('over a WebSocket come from %s', async (_where, connect) => {
    const client = connect();
    const watching = watch(client, { query: both });
    await eventually(() => {
      expect(watching.payloads).toHaveLength(1);
    });
    expect(lastOf(platform.accounts)).toMatchObject({ 'accept-language': language, 'x-tenant': 'north' });
    const ticks = watch(client, { query: 'subscription { ticker(room: "forwarded") { value } }' });
    await eventually(() => {
      expect(lastOf(platform.counters)).toMatchObject({ 'accept-language': language });
    });
    expect(lastOf(platform.counters)).toHaveProperty('authorization');
    expect(lastOf(platform.counters)).not.toHaveProperty('x-tenant');
    ticks.stop();
    await client.dispose();
  });

  it('tell watchers apart who otherwise ask the same', async () => {
    const room = platform.room('languages');
    const clients = ['de', 'fr', 'fr'].map((tongue) => connectWith({ 'accept-language': tongue }));
    const watches = clients.map((client) =>
      watch(client, { query: 'subscription { ticker(room: "languages") { value } }' }),
    );
    await eventually(() => {
      expect(room.readers).toBe(2);
    });
    for (const each of watches) each.stop();
    for (const client of clients) await client.dispose();
  });

  it('are refused where they are none', async () => {
    const client = connectWith({ 'x-tenant': 'north\r\nauthorization: Bearer other' });
    const watching = watch(client, { query: both });
    await eventually(() => {
      expect(watching.end).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    });
    await client.dispose();
  });

  it('never replace what the gateway says itself', async () => {
    const authorization = await platform.sign(testUser('1'));
    await requestGraphql({ url: gateway.url, query: both, authorization, headers: sent });
    expect(lastOf(platform.accounts)['authorization']).not.toBe(authorization);
    for (const name of [
      'authorization',
      'Traceparent',
      'tracestate',
      'x-timeout-milliseconds',
      'content-length',
      'not a header',
    ])
      await expect(platform.startGateway({ FORWARD_HEADERS: name })).rejects.toThrow(/FORWARD_HEADERS/);
  });
});

function connectWithParams(params: Record<string, unknown>) {
  return () => connectWith(params);
}
