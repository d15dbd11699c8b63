import { eventually } from '@ordergraph/testing';
import type { Client } from 'graphql-ws';

import { type Platform, startPlatform } from './support/platform.js';
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
});
