import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ConfigurationInvalid } from '@ordergraph/service';
import { eventually, testUser } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';
import { streamingWays, ways } from './support/ways.js';

jest.setTimeout(60_000);

interface Listed {
  id: string;
  name: string;
  type: string;
  body: string;
}

const listed: Listed[] = [
  { id: 'accounts-1', name: 'Accounts', type: 'query', body: 'query Accounts {\n  accounts {\n    id\n  }\n}' },
  { id: 'rename-1', name: 'Rename', type: 'mutation', body: 'mutation Rename { rename(id: "1", name: "A") { name } }' },
  { id: 'count-1', name: 'Count', type: 'subscription', body: 'subscription Count { counter(room: "a") { value } }' },
];
const manifestOf = (operations: readonly object[], changes: object = {}) =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations, ...changes });
const byId = (id: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: id } } });

let directory: string;
let file: string;
let platform: Platform;
let url: string;
let authorization: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'manifest-'));
  file = path.join(directory, 'manifest.json');
  await writeFile(file, manifestOf(listed));
  platform = await startPlatform();
  ({ url } = await platform.startGateway({ PERSISTED_MANIFEST_FILE: file }));
  authorization = await platform.sign(testUser('1'));
});
afterAll(async () => {
  await platform.stop();
  await rm(directory, { recursive: true });
});

const metrics = async () => (await fetch(new URL('/metrics', url))).text();

describe.each(Object.entries(ways))('with a manifest, over %s', (_name, send) => {
  it.each([
    ['its id', byId('accounts-1')],
    ['its text', { query: listed[0]!.body }],
    ['its text in other white space', { query: 'query Accounts { accounts { id } } # as a tool prints it' }],
    ['its text beside the hash that a client made of it', { query: listed[0]!.body, ...byId('0f3a') }],
  ])('an operation is accepted by %s', async (_how, sent) => {
    expect(await send(url, sent)).toContain('"accounts":[{"id":"1"},{"id":"2"}]');
  });

  it.each([
    ['another text', { query: '{ accounts { id } }' }],
    ['a text with more in it', { query: `${listed[0]!.body} fragment F on Account { id }` }],
    ['another text beside an id of the manifest', { query: '{ accounts { id name } }', ...byId('accounts-1') }],
    ['an id that is not there', byId('accounts-2')],
    ['introspection', { query: '{ __schema { types { name } } }' }],
    ['a text that is no GraphQL', { query: 'query "' }],
  ])('%s is refused, and never registered', async (_what, sent) => {
    for (const _time of [1, 2]) expect(await send(url, sent)).toContain('"code":"PERSISTED_QUERY_NOT_IN_LIST"');
  });
});

it.each(Object.entries(streamingWays))('a subscription goes by its id over %s', async (_name, send) => {
  platform.room('a').append({ value: 5, accountId: '1' });
  expect(await send(url, byId('count-1'), authorization)).toContain('"counter":{"value":5}');
  const other = { query: 'subscription { ticker(room: "a") { value } }' };
  expect(await send(url, other, authorization)).toContain('PERSISTED_QUERY_NOT_IN_LIST');
});

it('a mutation goes by its id, and not by GET', async () => {
  expect(await ways['POST']!(url, byId('rename-1'), authorization)).toContain('"rename":{"name":"A"}');
  for (const way of ['GET', 'Server-Sent Events by GET'])
    expect(await ways[way]!(url, byId('rename-1'), authorization)).toContain('BAD_REQUEST');
});

it('a text that comes twice in one address cannot bring another one along', async () => {
  const search = [listed[0]!.body, '{ accounts { id name } }'].map((text) => `query=${encodeURIComponent(text)}`);
  for (const queries of [search, search.toReversed()]) {
    const answer = await fetch(`${url}?${queries.join('&')}`, { headers: { 'apollo-require-preflight': 'yes' } });
    expect(await answer.text()).not.toContain('"data"');
  }
});

it('counts what was accepted and what was not', async () => {
  await ways['POST']!(url, byId('accounts-1'));
  await ways['POST']!(url, byId('nothing'));
  expect(await metrics()).toMatch(/ordergraph_gateway_persisted_operations_total\{outcome="found"\} \d+/);
  expect(await metrics()).toMatch(/ordergraph_gateway_persisted_operations_total\{outcome="refused"\} \d+/);
});

describe('a manifest that changes', () => {
  const replace = async (text: string): Promise<void> => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };

  it('is taken over without a restart, and a bad one changes nothing', async () => {
    const added = { id: 'names', name: 'Names', type: 'query', body: 'query Names { accounts { name } }' };
    const post = ways['POST']!;
    await replace('no manifest');
    await eventually(async () => {
      expect(await metrics()).toContain('ordergraph_gateway_manifest_loads_total{outcome="refused"} 1');
    });
    expect(await post(url, byId('accounts-1'))).toContain('"accounts"');
    await replace(manifestOf([added]));
    await eventually(async () => {
      expect(await post(url, byId('names'))).toContain('Ada');
    });
    expect(await post(url, byId('accounts-1'))).toContain('PERSISTED_QUERY_NOT_IN_LIST');
  });
});

describe('a gateway does not start with a manifest', () => {
  const [accounts] = listed;
  it.each([
    ['that is not there', undefined, 'ENOENT'],
    ['that is empty', '', 'is empty'],
    ['that is no JSON', '{', 'is no JSON'],
    ['of another format', manifestOf(listed, { format: 'relay' }), 'format:'],
    ['of another version', manifestOf(listed, { version: 2 }), 'version:'],
    ['without operations', manifestOf([]), 'operations: a manifest without operations'],
    ['with an operation without an id', manifestOf([{ ...accounts, id: undefined }]), 'operations.0.id'],
    ['with one id twice', manifestOf([accounts!, accounts!]), 'operation Accounts: the id accounts-1 is there twice'],
    ['whose text is no GraphQL', manifestOf([{ ...accounts, body: 'query {' }]), 'operation Accounts: Syntax Error'],
    ['whose text is of another type', manifestOf([{ ...accounts, type: 'mutation' }]), 'has no mutation Accounts'],
    ['whose text has another name', manifestOf([{ ...accounts, name: 'Others' }]), 'has no query Others'],
  ])('%s, and says so', async (_what, text, problem) => {
    const bad = path.join(directory, 'bad.json');
    await rm(bad, { force: true });
    if (text !== undefined) await writeFile(bad, text);
    const start = platform.startGateway({ PERSISTED_MANIFEST_FILE: bad });
    await expect(start).rejects.toThrow(ConfigurationInvalid);
    await expect(start).rejects.toThrow(`PERSISTED_MANIFEST_FILE: ${bad}: `);
    await expect(start).rejects.toThrow(problem);
  });
});
