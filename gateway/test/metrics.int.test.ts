import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { eventually, requestGraphql, testUser } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';
import { connect, watch } from './support/watch.js';

jest.setTimeout(30_000);

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const scraped = async (): Promise<string> => (await fetch(new URL('/metrics', platform.url))).text();
const countOf = async (labels: string): Promise<number> =>
  Number(
    new RegExp(`^ordergraph_gateway_operation_seconds_count\\{${labels}\\} (\\d+)`, 'm').exec(await scraped())?.[1],
  );

describe('the port of a gateway’s metrics', () => {
  const statusOf = async (url: string, path: string) => (await fetch(new URL(path, url))).status;

  it('is that of the graph, unless operators have one of their own', async () => {
    const { url, metricsUrl } = platform.gateway;
    expect(new URL(metricsUrl).port).toBe(new URL(url).port);
    const own = await platform.startGateway({ METRICS_PORT: '0' });
    const [graph, operators] = [own.url, own.metricsUrl];
    expect(await Promise.all(['/metrics', '/live', '/ready'].map((path) => statusOf(graph, path)))).toEqual([
      404, 200, 200,
    ]);
    expect(await Promise.all(['/metrics', '/ready', '/graphql'].map((path) => statusOf(operators, path)))).toEqual([
      200, 200, 404,
    ]);
    await own.stop();
    await expect(fetch(operators)).rejects.toThrow();
  });

  it('is said to be taken when it is, and nothing goes on listening', async () => {
    const gone = await platform.startGateway();
    await gone.stop();
    const ports = { PORT: String(gone.port), METRICS_PORT: String(platform.gateway.port) };
    await expect(platform.startGateway(ports)).rejects.toMatchObject({ code: 'PORT_IN_USE' });
    await expect(fetch(gone.url)).rejects.toThrow();
  });
});

describe('what a gateway tells of itself', () => {
  it.each([
    ['query Whole { accounts { id } }', 'operation="Whole",type="query",outcome="complete"'],
    ['{ accounts { id } }', 'operation="",type="query",outcome="complete"'],
    ['query Part { accounts { id pin } me { id } }', 'operation="Part",type="query",outcome="failed"'],
    ['query Some { accounts { id } memberCount }', 'operation="Some",type="query",outcome="failed"'],
    ['query Little { account(id: "1") { id } accounts { id } }', 'operation="Little",type="query",outcome="partial"'],
    ['mutation Bang { explode }', 'operation="Bang",type="mutation",outcome="partial"'],
  ])('%s', async (query, labels) => {
    await requestGraphql({ url: platform.url, query });
    expect(await countOf(labels)).toBe(1);
  });

  it('names of operations are bounded, however many clients make up', async () => {
    for (let made = 0; made < 220; made += 1)
      await requestGraphql({ url: platform.url, query: `query Q${made} { __typename }` });
    expect(await countOf('operation="other",type="query",outcome="complete"')).toBeGreaterThan(10);
    const names = new Set(
      [...(await scraped()).matchAll(/operation="(?<name>\w*)"/g)].map(({ groups }) => groups?.['name']),
    );
    expect(names.size).toBeLessThanOrEqual(202);
  });

  it('names of operations are short: long ones are counted together, before and after many others came', async () => {
    const gateway = await platform.startGateway();
    const ask = (query: string) => requestGraphql({ url: gateway.url, query });
    const longest = 'N'.repeat(100);
    await ask(`query ${longest} { __typename }`);
    await ask(`query ${longest}N { __typename }`);
    await ask(`query ${longest}M { __typename }`);
    const text = await (await fetch(gateway.metricsUrl)).text();
    const counts = [...text.matchAll(/^\w+_operation_seconds_count\{operation="(?<name>\w*)".*\} (?<count>\d+)$/gm)];
    expect(Object.fromEntries(counts.map(({ groups }) => [groups?.['name'], groups?.['count']]))).toEqual({
      [longest]: '1',
      other: '2',
    });
    await gateway.stop();
  });

  it('streams: opened, delivered with their lag, ended by reason', async () => {
    const client = connect(platform.url, await platform.sign(testUser('1')));
    const watching = watch(client, { query: 'subscription { counter(room: "metrics") { value } }' });
    platform.room('metrics').append({ value: 1, accountId: '1' });
    await eventually(() => {
      expect(watching.payloads).toHaveLength(1);
    });
    expect(await scraped()).toMatch(/^ordergraph_gateway_open_streams 1$/m);
    expect(await scraped()).toMatch(/^ordergraph_gateway_opened_streams_total 1$/m);
    expect(await scraped()).toMatch(/^ordergraph_gateway_dropped_events_total 0$/m);
    expect(await scraped()).toMatch(/^ordergraph_gateway_delivered_events_total 1$/m);
    expect(await scraped()).toMatch(/^ordergraph_gateway_delivery_lag_seconds_count 1$/m);
    watching.stop();
    await eventually(async () => {
      expect(await scraped()).toMatch(/^ordergraph_gateway_ended_streams_total\{reason="left"\} 1$/m);
    });
    await client.dispose();
  });

  it('is what docs/metrics.md says', async () => {
    const page = await readFile(path.resolve(import.meta.dirname, '../../docs/metrics.md'), 'utf8');
    const documented = [...page.matchAll(/^\| `(?<name>ordergraph_gateway_\w+)`/gm)].map(
      ({ groups }) => groups?.['name'],
    );
    const told = [...(await scraped()).matchAll(/^# TYPE (?<name>ordergraph_gateway_\w+)/gm)].map(
      ({ groups }) => groups?.['name'],
    );
    expect(documented.sort()).toEqual(told.sort());
  });
});
