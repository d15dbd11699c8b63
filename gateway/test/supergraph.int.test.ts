import { readFile, rm, writeFile } from 'node:fs/promises';

import { eventually, requestGraphql, testUser } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';
import { connect, watch } from './support/watch.js';

jest.setTimeout(30_000);

let platform: Platform;
beforeEach(async () => {
  platform = await startPlatform();
});
afterEach(() => platform.stop());

const ready = async (url: string) => (await fetch(new URL('/ready', url))).status;
const withNickname = {
  accounts: (typeDefs: string) =>
    typeDefs
      .replace('type Account implements Named', 'type Account implements Named')
      .replace('friends: [Account!]!', 'friends: [Account!]! nickname: String'),
};
const withoutCounter = {
  counters: (typeDefs: string) => typeDefs.replace(/counter\(room: ID!, after: String\).*\n/, ''),
};

it('a new supergraph takes effect while the gateway runs, and streams go on', async () => {
  const client = connect(platform.url, await platform.sign(testUser('1')));
  const watching = watch(client, { query: 'subscription { counter(room: "reload") { value account { name } } }' });
  platform.room('reload').append({ value: 1, accountId: '1' });
  await eventually(() => {
    expect(watching.payloads).toHaveLength(1);
  });
  const ask = { url: platform.url, query: '{ accounts { nickname } }' };
  expect((await requestGraphql(ask)).status).toBe(400);

  await platform.recompose(withNickname);
  await eventually(async () => {
    expect((await requestGraphql(ask)).status).toBe(200);
  });
  platform.room('reload').append({ value: 2, accountId: '2' });
  await eventually(() => {
    expect(watching.payloads[1]).toMatchObject({ data: { counter: { value: 2, account: { name: 'Grace' } } } });
  });
  expect(platform.room('reload').readers).toBe(1);
  expect(watching.end).toBeUndefined();
  await client.dispose();
});

it('a stream that the new supergraph does not have ends with its cursor', async () => {
  const client = connect(platform.url, await platform.sign(testUser('1')));
  const watching = watch(client, { query: 'subscription { counter(room: "gone") { value } }' });
  platform.room('gone').append({ value: 1, accountId: '1' });
  await eventually(() => {
    expect(watching.payloads).toHaveLength(1);
  });
  await platform.recompose(withoutCounter);
  await eventually(() => {
    expect(watching.end).toMatchObject([{ extensions: { code: 'SUPERGRAPH_CHANGED', cursor: '1' } }]);
  });
  await client.dispose();
});

it('a supergraph that is wrong, empty, without the address of a subgraph or gone changes nothing', async () => {
  const ask = { url: platform.url, query: '{ memberCount }', authorization: await platform.sign(testUser('1')) };
  const { supergraphFile } = platform;
  const supergraph = await readFile(supergraphFile, 'utf8');
  const located = (url: string) => supergraph.replace(/(@join__graph\(name: "accounts", url: )"[^"]*"/, `$1"${url}"`);
  const refused = async () => {
    const metrics = await (await fetch(new URL('/metrics', platform.url))).text();
    return Number(/_supergraph_loads_total\{outcome="refused"\} (\d+)/.exec(metrics)?.[1] ?? 0);
  };
  for (const spoil of [
    () => writeFile(supergraphFile, 'type Query {'),
    () => writeFile(supergraphFile, located('')),
    () => writeFile(supergraphFile, located('accounts:4001')),
    () => rm(supergraphFile),
  ]) {
    const before = await refused();
    await spoil();
    await eventually(async () => expect(await refused()).toBeGreaterThan(before));
    // A writer that does not rename shows an empty file for a moment: that is nothing to complain about.
    await writeFile(supergraphFile, '');
    expect(await requestGraphql(ask)).toMatchObject({ status: 200, data: { memberCount: 2 } });
    expect(await ready(platform.url)).toBe(200);
  }
});

it('a gateway without a supergraph is live, not ready, and becomes ready by itself', async () => {
  const { supergraphFile } = platform;
  const late = `${supergraphFile}.late`;
  const gateway = await platform.startGateway({ SUPERGRAPH_FILE: late });
  expect((await fetch(new URL('/live', gateway.url))).status).toBe(200);
  expect(await ready(gateway.url)).toBe(503);
  expect(await requestGraphql({ url: gateway.url, query: '{ memberCount }' })).toMatchObject({
    status: 503,
    errors: [{ extensions: { code: 'SUPERGRAPH_UNAVAILABLE' } }],
  });
  await platform.recompose({});
  const { copyFile } = await import('node:fs/promises');
  await copyFile(supergraphFile, late);
  await eventually(async () => {
    expect(await ready(gateway.url)).toBe(200);
    expect((await requestGraphql({ url: gateway.url, query: '{ accounts { id } }' })).status).toBe(200);
  });
});

it('stays ready while a subgraph is down, whose fields alone are null', async () => {
  await platform.counters.stop();
  expect(await ready(platform.url)).toBe(200);
  expect(await requestGraphql({ url: platform.url, query: '{ accounts { id counted } }' })).toMatchObject({
    status: 200,
    data: {
      accounts: [
        { id: '1', counted: null },
        { id: '2', counted: null },
      ],
    },
    errors: [0, 1].map((index) => ({
      message: 'The counters service did not answer.',
      path: ['accounts', index, 'counted'],
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'counters' },
    })),
  });
  await platform.counters.start();
  expect((await requestGraphql({ url: platform.url, query: '{ accounts { counted } }' })).errors).toBeUndefined();
});

it('SUBGRAPH_URL_<NAME> goes before the address in the supergraph', async () => {
  const gateway = await platform.startGateway({ SUBGRAPH_URL_COUNTERS: 'http://127.0.0.1:9/graphql' });
  const answer = await requestGraphql({ url: gateway.url, query: '{ accounts { id counted } }' });
  expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
});
