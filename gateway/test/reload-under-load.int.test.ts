import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

import { eventually, requestGraphql } from '@ordergraph/testing';
import type { Client } from 'graphql-ws';
import { Pool } from 'undici';

import { writeSupergraph } from '../src/composition/write-supergraph.js';
import { type Platform, startPlatform } from './support/platform.js';
import { connect, type Watch, watch } from './support/watch.js';

jest.setTimeout(60_000);

const requestsPerSecond = 1_000;
const streams = 500;
const streamsPerSocket = 20;
const reloads = 4;
const requestsBetween = 300;
const document = JSON.stringify({ query: '{ accounts { id name counted } }' });
const answer = JSON.stringify({
  data: {
    accounts: [
      { id: '1', name: 'Ada', counted: 7 },
      { id: '2', name: 'Grace', counted: 7 },
    ],
  },
});

let platform: Platform;
let pool: Pool;
let clients: readonly Client[];
let watches: readonly Watched[];
/** Composed before: under load it is the gateway that should have the processor. */
let supergraphs: readonly string[];
beforeAll(async () => {
  platform = await startPlatform({ RATE_PER_ADDRESS: '0' });
  supergraphs = await composeAll();
  pool = new Pool(new URL(platform.url).origin, { connections: 64 });
  clients = Array.from({ length: streams / streamsPerSocket }, () => connect(platform.url));
  watches = clients.flatMap((client, socket) =>
    Array.from({ length: streamsPerSocket }, (_, stream) => watchRoom(client, `${String(socket)}/${String(stream)}`)),
  );
  await eventually(() => {
    expect(count(watches, ({ name }) => platform.room(name).readers === 1)).toBe(streams);
  });
});
afterAll(async () => {
  for (const client of clients) await client.dispose();
  await pool.close();
  await platform.stop();
});

it('a new supergraph fails no request and ends no stream, however much there is of both', async () => {
  const load = startLoad();
  try {
    for (let reload = 1; reload <= reloads; reload += 1) {
      await replaceSupergraph(reload);
      const before = load.answered();
      await eventually(() => {
        expect(load.failed).toEqual([]);
        expect(load.answered() - before).toBeGreaterThan(requestsBetween);
      });
    }
  } finally {
    await load.stop();
  }
  process.stderr.write(`reload under load: ${String(load.answered())} requests, ${load.rate()} a second\n`);

  expect(load.failed).toEqual([]);
  expect(load.answered()).toBeGreaterThan(0);
  const values = Array.from({ length: reloads }, (_, index) => ({ ticker: { value: index + 1 } }));
  for (const { watching } of watches) {
    expect(watching.end).toBeUndefined();
    expect(watching.payloads).toEqual(values.map((data) => ({ data })));
  }
});

/** Counted, since a failed comparison would write out all five hundred. */
const count = <Item>(items: readonly Item[], is: (item: Item) => boolean): number => items.filter(is).length;

/** Waits until it is in use, and every stream has shown something under it. */
async function replaceSupergraph(reload: number): Promise<void> {
  const field = `extra${String(reload)}`;
  await writeSupergraph(platform.supergraphFile, supergraphs[reload - 1] ?? '');
  await eventually(async () => {
    // The subgraph itself does not know it: what counts is that the gateway asks.
    expect((await requestGraphql({ url: platform.url, query: `{ accounts { ${field} } }` })).status).toBe(200);
  });
  for (const { name } of watches) platform.room(name).append({ value: reload, accountId: '1' });
  await eventually(() => {
    expect(count(watches, ({ watching }) => watching.payloads.length >= reload)).toBe(streams);
  });
}

interface Watched {
  readonly name: string;
  readonly watching: Watch;
}

function watchRoom(client: Client, name: string): Watched {
  return {
    name,
    watching: watch(client, {
      query: 'subscription ($room: ID!) { ticker(room: $room) { value } }',
      variables: { room: name },
    }),
  };
}

/** One for each reload, with a field of its own. */
async function composeAll(): Promise<string[]> {
  const composed: string[] = [];
  for (let reload = 1; reload <= reloads; reload += 1) {
    await platform.recompose({ accounts: (typeDefs) => withField(typeDefs, `extra${String(reload)}`) });
    composed.push(await readFile(platform.supergraphFile, 'utf8'));
  }
  await platform.recompose({});
  return composed;
}

const withField = (typeDefs: string, field: string): string =>
  typeDefs.replace('friends: [Account!]!', `friends: [Account!]! ${field}: String`);

async function post(body: string): Promise<string> {
  const { body: said } = await pool.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return said.text();
}

/** A request every millisecond, on average; on a busy machine fewer, for no more than 64 are under way. */
function startLoad() {
  const failed: string[] = [];
  let answered = 0;
  let isOver = false;
  const began = performance.now();
  const worker = async (): Promise<void> => {
    while (!isOver && failed.length < 10) {
      const said = await post(document).catch(String);
      if (said.trim() === answer) answered += 1;
      else failed.push(said);
      const ahead = (answered / requestsPerSecond) * 1_000 - (performance.now() - began);
      if (ahead > 0) await pause(ahead);
    }
  };
  const workers = Promise.all(Array.from({ length: 64 }, worker));
  return {
    failed,
    answered: () => answered,
    rate: () => String(Math.round(answered / ((performance.now() - began) / 1_000))),
    stop: () => {
      isOver = true;
      return workers;
    },
  };
}
