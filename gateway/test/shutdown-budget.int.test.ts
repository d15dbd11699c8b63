import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { eventually, requestGraphql } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';

jest.setTimeout(60_000);

/** Takes requests, and answers none. */
let silent: Server;
let url: string;
const asked: (string | undefined)[] = [];
let platform: Platform;

beforeAll(async () => {
  silent = createServer((request) => {
    asked.push(request.url);
    request.resume();
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  url = `http://127.0.0.1:${String((silent.address() as AddressInfo).port)}`;
  platform = await startPlatform({ NODE_ENV: 'production', SHUTDOWN_BUDGET_SECONDS: '1' });
});
beforeEach(() => {
  asked.length = 0;
});
afterAll(async () => {
  silent.closeAllConnections();
  silent.close();
  await platform.stop();
});

async function secondsOf(work: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work;
  return (performance.now() - began) / 1_000;
}

const openConnections = () =>
  new Promise<number>((resolve, reject) => {
    silent.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });

/** Far from both, the second that it has and the twenty that a subgraph has. */
const SOON = 10;

describe('a gateway that is stopped', () => {
  it('does not wait for a subgraph longer than its budget, and lets go of the connection', async () => {
    const gateway = await platform.startGateway({
      SUBGRAPH_URL_ACCOUNTS: `${url}/graphql`,
      SUBGRAPH_TIMEOUT_MILLISECONDS: '20000',
    });
    const answer = requestGraphql({ url: gateway.url, query: '{ accounts { id } }' }).catch(() => 'cut off');
    await eventually(() => expect(asked).toEqual(['/graphql']));
    expect(await secondsOf(gateway.stop())).toBeLessThan(SOON);
    expect(await answer).toBe('cut off');
    await eventually(async () => expect(await openConnections()).toBe(0));
  });

  it('does not wait longer than that for its last report of usage to be taken', async () => {
    const gateway = await platform.startGateway({
      APOLLO_KEY: 'service:shop:secret',
      APOLLO_GRAPH_REF: 'shop@test',
      USAGE_REPORTING_ENDPOINT: url,
    });
    expect(await requestGraphql({ url: gateway.url, query: '{ memberCount }' })).toMatchObject({ status: 200 });
    const seconds = await secondsOf(gateway.stop());
    expect(asked).toEqual(['/api/ingress/traces']);
    expect(seconds).toBeLessThan(SOON);
    await eventually(async () => expect(await openConnections()).toBe(0));
  });
});
