import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

import { Report } from '@apollo/usage-reporting-protobuf';
import { eventually, requestGraphql, testUser } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';
import { connect, watch } from './support/watch.js';

jest.setTimeout(60_000);

/** Where reports go to, instead of GraphOS. */
const received: { headers: Record<string, unknown>; body: Buffer }[] = [];
let graphos: Server;
let platform: Platform;
let endpoint: string;

beforeAll(async () => {
  graphos = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(200).end('{}');
    });
  });
  await new Promise<void>((resolve) => graphos.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(graphos.address() as AddressInfo).port}`;
  platform = await startPlatform();
});
afterAll(async () => {
  await platform.stop();
  graphos.close();
});

const reporting = (own: Record<string, string> = {}) =>
  platform.startGateway({
    NODE_ENV: 'production',
    APOLLO_KEY: 'service:shop:secret',
    APOLLO_GRAPH_REF: 'shop@test',
    USAGE_REPORTING_ENDPOINT: endpoint,
    ...own,
  });

/** With everything that is the same in each answer. */
async function wholeAnswer(url: string, operation: object) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-correlation-id': 'same' },
    body: JSON.stringify(operation),
  });
  const { date: _, ...headers } = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: await response.text() };
}

const reports = () => received.map(({ body }) => Report.decode(gunzipSync(body)));

describe('with a key of GraphOS', () => {
  it('what clients ask is reported, and none of the values they ask it with', async () => {
    const gateway = await reporting();
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'apollographql-client-name': 'storefront',
        'apollographql-client-version': `1.0${'0'.repeat(1_000)}`,
        authorization: await platform.sign(testUser('1')),
      },
      body: JSON.stringify({ query: 'query Over($v: Level! = LOW) { echo(value: $v) }', variables: { v: 'HIGH' } }),
    });
    expect(await response.json()).toEqual({ data: { echo: 'HIGH' } });

    const client = connect(gateway.url);
    const watching = watch(client, { query: 'query Socket { accounts { id } }' });
    await eventually(() => {
      expect(watching.payloads).toMatchObject([{ data: { accounts: [{ id: '1' }, { id: '2' }] } }]);
    });
    await client.dispose();
    await gateway.stop();

    const perQuery = Object.assign({}, ...reports().map((report) => report.tracesPerQuery)) as Record<string, object>;
    expect(Object.keys(perQuery).map((key) => key.split('\n')[0])).toEqual(
      expect.arrayContaining(['# Over', '# Socket']),
    );
    expect(received.every(({ headers }) => headers['x-api-key'] === 'service:shop:secret')).toBe(true);
    const all = JSON.stringify(reports());
    expect(all).toContain('storefront');
    expect(/1\.0+/.exec(all)?.[0]).toHaveLength(100);
    expect(all).not.toContain('HIGH');
    expect(all).not.toContain('Bearer');
  });

  it('answers are those of a gateway that reports nothing, with their headers', async () => {
    const gateway = await reporting();
    const operations = [
      { query: '{ items { price } }' },
      { query: '{ myItem { price } }' },
      { query: '{ broken { price } }' },
      { query: 'mutation { signIn(name: "ada") }' },
      { query: '{ me { id } accounts { id name counted } }' },
      { query: '{ accounts { nothing } }' },
      { query: '{ accounts {' },
      { query: '{ __schema { types { name } } }' },
      { query: 'query ($v: Level!) { echo(value: $v) }', variables: { v: 'NONE' } },
      { query: 'mutation { explode }' },
      { query: 'subscription { counted(id: "1") { id } }' },
      { query: '{ accounts { id } }', operationName: 'Other' },
    ];
    const quiet = await platform.startGateway({ NODE_ENV: 'production' });
    for (const operation of operations) {
      const [one, other] = await Promise.all([gateway, quiet].map(({ url }) => wholeAnswer(url, operation)));
      expect(one).toEqual(other);
    }
    await gateway.stop();
  });

  it('nothing is reported where that is switched off', async () => {
    const gateway = await reporting({ USAGE_REPORTS: 'false' });
    const before = received.length;
    await requestGraphql({ url: gateway.url, query: '{ accounts { id } }' });
    await gateway.stop();
    expect(received).toHaveLength(before);
  });
});
