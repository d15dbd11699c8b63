import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { eventually } from '@ordergraph/testing';
import type { Client } from 'graphql-ws';

import { type Platform, startPlatform } from './support/platform.js';
import { openSocket } from './support/raw-socket.js';
import { connect, watch } from './support/watch.js';

jest.setTimeout(30_000);

let platform: Platform;
let client: Client;
beforeAll(async () => {
  platform = await startPlatform();
  client = connect(platform.url);
});
afterAll(async () => {
  await client.dispose();
  await platform.stop();
});

describe('a stream that several watch', () => {
  it('tells what is present to each of its watchers first, if it is one that begins so, and then every change once', async () => {
    const join = () => watch(client, { query: 'subscription { revision: catalogueRevision }' });
    const watches = [join()];
    const revisionsOf = ({ payloads }: (typeof watches)[number]) => payloads.map(({ data }) => data?.['revision']);
    await eventually(() => {
      expect(watches.map(revisionsOf)).toEqual([['first']]);
    });
    watches.push(join());
    await eventually(() => {
      expect(watches.map(revisionsOf)).toEqual([['first'], ['first']]);
    });
    const told = ['first', ...Array.from({ length: 10 }, (_, index) => `revision ${String(index)}`)];
    for (const revision of told.slice(1)) {
      platform.catalogue.reprice(2, revision);
      watches.push(join());
    }
    await eventually(() => {
      expect(watches.map((each) => revisionsOf(each).at(-1))).toEqual(watches.map(() => told.at(-1)));
    });
    for (const each of watches) expect(revisionsOf(each)).toEqual(told.slice(-each.payloads.length));
    for (const { stop } of watches) stop();
  });

  it('of plain events gives none to those who come later', async () => {
    const room = platform.room('later');
    const query = 'subscription { ticker(room: "later") { value } }';
    const early = watch(client, { query });
    await eventually(() => {
      expect(room.readers).toBe(1);
    });
    room.append({ value: 1, accountId: '1' });
    await eventually(() => {
      expect(early.payloads).toHaveLength(1);
    });
    const late = watch(client, { query });
    await eventually(() => {
      room.append({ value: 2, accountId: '1' });
      expect(late.payloads.length).toBeGreaterThan(0);
    });
    expect(late.payloads[0]).toEqual({ data: { ticker: { value: 2 } } });
    for (const { stop } of [early, late]) stop();
  });

  it('gives nobody what another sent as a cursor', async () => {
    const room = platform.room('cursors');
    const query = 'subscription { ticker(room: "cursors") { value } }';
    const first = watch(client, { query, extensions: { cursor: 'of the first' } });
    await eventually(() => {
      expect(room.readers).toBe(1);
    });
    const watches = [first, watch(client, { query }), watch(client, { query, extensions: { cursor: 'another' } })];
    await eventually(() => {
      room.append({ value: 1, accountId: '1' });
      expect(watches.map(({ payloads }) => payloads.at(-1))).toEqual(
        watches.map(() => ({ data: { ticker: { value: 1 } } })),
      );
    });
    first.stop();
    await eventually(() => {
      room.append({ value: 2, accountId: '1' });
      expect(watches[1]?.payloads.at(-1)).toEqual({ data: { ticker: { value: 2 } } });
    });
    expect(room.readers).toBe(1);
    for (const { stop } of watches) stop();
  });

  it('is completed once for those whose variables differ in what their operation does not declare', async () => {
    const room = platform.room('variables');
    const query =
      'subscription ($room: ID!, $all: Boolean! = true) { ticker(room: $room) { value account @include(if: $all) { name } } }';
    const watches = [{}, { stray: 1 }, { stray: { value: [2] } }, { ordergraph_after: '3' }].map((more) =>
      watch(client, { query, variables: { room: 'variables', ...more } }),
    );
    await eventually(() => {
      room.append({ value: 1, accountId: '1' });
      expect(watches.every(({ payloads }) => payloads.length > 0)).toBe(true);
    });
    const tellAll = (value: number): Promise<void> => {
      room.append({ value, accountId: '1' });
      return eventually(() => {
        expect(watches.map(({ payloads }) => payloads.at(-1)?.data)).toEqual(
          watches.map(() => ({ ticker: { value, account: { name: 'Ada' } } })),
        );
      });
    };
    await tellAll(2);
    const { requests } = platform.accounts;
    const asked = requests.length;
    await tellAll(3);
    expect([room.readers, requests.length - asked]).toEqual([1, 1]);
    for (const { stop } of watches) stop();
  });

  it('keeps nothing of those who were told what is present and left', async () => {
    const held = watch(client, { query: 'subscription { catalogueRevision }' });
    await eventually(() => {
      expect(held.payloads).toHaveLength(1);
    });
    const socket = await openSocket(platform.url);
    socket.send({ type: 'connection_init' });
    await socket.received(1);
    const comeAndGo = async (id: string): Promise<void> => {
      const variables = { stray: id + 'y'.repeat(60_000) };
      socket.send({ type: 'subscribe', id, payload: { query: 'subscription { catalogueRevision }', variables } });
      await eventually(() => {
        expect(socket.messages.at(-1)).toMatchObject({ id, type: 'next' });
      });
      socket.send({ type: 'complete', id });
    };
    for (let round = 0; round < 20; round += 1) await comeAndGo(String(round));
    const before = heapMegabytes();
    for (let round = 20; round < 320; round += 1) await comeAndGo(String(round));
    expect(heapMegabytes() - before).toBeLessThan(8);
    socket.leave();
    held.stop();
  });
});

/** What is used after a collection. */
function heapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1_000_000;
}
