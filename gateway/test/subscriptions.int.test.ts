import { eventually, testUser } from '@ordergraph/testing';
import type { Client } from 'graphql-ws';

import { type Platform, startPlatform } from './support/platform.js';
import { connect, type Payload, watch } from './support/watch.js';

const COUNTER = `subscription Watch($room: ID!, $after: String) {
  counter(room: $room, after: $after) { value account { id name } }
}`;

jest.setTimeout(30_000);

let platform: Platform;
let client: Client;
beforeAll(async () => {
  platform = await startPlatform();
  client = connect(platform.url, await platform.sign(testUser('1')));
});
afterAll(async () => {
  await client.dispose();
  await platform.stop();
});

const valuesOf = (payloads: readonly Payload[]) =>
  payloads.map(({ data }) => (data?.['counter'] as { value: number } | undefined)?.value);

describe('a subscription', () => {
  it('is completed by the subgraphs that own the rest, and carries a cursor with every payload', async () => {
    const room = platform.room('entities');
    const watching = watch(client, { query: COUNTER, variables: { room: 'entities' } });
    room.append({ value: 10, accountId: '1' });
    room.append({ value: 20, accountId: '2' });
    await eventually(() => {
      expect(watching.payloads).toEqual([
        { data: { counter: { value: 10, account: { id: '1', name: 'Ada' } } }, extensions: { cursor: '1' } },
        { data: { counter: { value: 20, account: { id: '2', name: 'Grace' } } }, extensions: { cursor: '2' } },
      ]);
    });
    watching.stop();
    await eventually(() => {
      expect(room.readers).toBe(0);
    });
  });

  it.each([
    ['the argument `after`', { variables: { room: 'resume', after: '2' } }],
    ['`extensions.cursor`', { variables: { room: 'resume' }, extensions: { cursor: '2' } }],
    [
      '`extensions.cursor` even if an old argument is sent again',
      { variables: { room: 'resume', after: '1' }, extensions: { cursor: '2' } },
    ],
  ])('resumes by %s', async (_, request) => {
    const room = platform.room('resume');
    while (room.length < 3) room.append({ value: room.length + 1, accountId: '1' });
    const watching = watch(client, { query: COUNTER, ...request });
    await eventually(() => {
      expect(valuesOf(watching.payloads)).toEqual([3]);
    });
    watching.stop();
  });

  it('survives a restart of its subgraph without losing or repeating an event', async () => {
    const room = platform.room('restart');
    const watching = watch(client, { query: COUNTER, variables: { room: 'restart' } });
    for (let value = 1; value <= 30; value += 1) {
      room.append({ value, accountId: '1' });
      if (value % 10 !== 0) continue;
      await eventually(() => {
        expect(valuesOf(watching.payloads)).toContain(value - 5);
      });
      await platform.counters.stop();
      room.append({ value: 1000 + value, accountId: '1' });
      await platform.counters.start();
    }
    const expected = Array.from({ length: 30 }, (_, index) =>
      index % 10 === 9 ? [index + 1, index + 1001] : [index + 1],
    ).flat();
    await eventually(() => {
      expect(valuesOf(watching.payloads)).toEqual(expected);
    });
    expect(watching.end).toBeUndefined();
    watching.stop();
  });

  it('stops upstream when its watcher leaves, also when nothing happens', async () => {
    const room = platform.room('quiet');
    const watching = watch(client, { query: COUNTER, variables: { room: 'quiet' } });
    await eventually(() => {
      expect(room.readers).toBe(1);
    });
    watching.stop();
    await eventually(() => {
      expect(room.readers).toBe(0);
    });
  });

  it('without a cursor is shared by watchers that ask the same, and stops with the last of them', async () => {
    const room = platform.room('shared');
    const query = 'subscription { ticker(room: "shared") { value account { name } } }';
    const other = connect(platform.url, await platform.sign(testUser('1')));
    const stranger = connect(platform.url);
    const watches = [client, other, stranger].map((each) => watch(each, { query }));
    await eventually(() => {
      expect(room.readers).toBe(2);
    });
    const askedBefore = platform.accounts.requests.length;
    room.append({ value: 1, accountId: '1' });
    await eventually(() => {
      for (const { payloads } of watches)
        expect(payloads).toEqual([{ data: { ticker: { value: 1, account: { name: 'Ada' } } } }]);
    });
    // Once for the two watchers of one user, once for the visitor.
    expect(platform.accounts.requests.length - askedBefore).toBe(2);
    watches[0]?.stop();
    watches[2]?.stop();
    await eventually(() => {
      expect(room.readers).toBe(1);
    });
    watches[1]?.stop();
    await eventually(() => {
      expect(room.readers).toBe(0);
    });
    await Promise.all([other.dispose(), stranger.dispose()]);
  });

  it('completes one event for each of those who ask something else of it', async () => {
    const room = platform.room('selections');
    const selections = ['account { name }', 'account { pin }', 'account @include(if: $all) { name }'];
    const watches = selections.flatMap((selection) =>
      [true, false].map((all) => {
        const variable = selection.includes('$all') ? '($all: Boolean!)' : '';
        const query = `subscription ${variable} { ticker(room: "selections") { value ${selection} } }`;
        return watch(client, { query, ...(variable && { variables: { all } }) });
      }),
    );
    await eventually(() => {
      expect(room.readers).toBeGreaterThan(0);
    });
    await eventually(() => {
      room.append({ value: 1, accountId: '1' });
      expect(watches.map(({ payloads, end }) => payloads[0]?.data ?? end)).toEqual([
        { ticker: { value: 1, account: { name: 'Ada' } } },
        { ticker: { value: 1, account: { name: 'Ada' } } },
        expect.arrayContaining([expect.objectContaining({ extensions: { code: 'FORBIDDEN', retryable: false } })]),
        expect.arrayContaining([expect.objectContaining({ extensions: { code: 'FORBIDDEN', retryable: false } })]),
        { ticker: { value: 1, account: { name: 'Ada' } } },
        { ticker: { value: 1 } },
      ]);
    });
    for (const each of watches) each.stop();
  });

  it('completes objects of an interface and of a union by their types, each of its watchers with what it asked for', async () => {
    const room = platform.room('abstract');
    const counter = (selection: string) => `subscription { counter(room: "abstract") { ${selection} } }`;
    const watches = [
      counter('counts { id counted ... on Account { name } ... on Machine { label } }'),
      `${counter('cause { ... on Account { owner: name } ...Cost }')} fragment Cost on Machine { dailyCost watts }`,
      counter(
        'value cause { __typename ... on Machine { dailyCost } } counts { ... on Machine { __typename counted } }',
      ),
    ].map((query) => watch(client, { query }));
    room.append({ value: 1, accountId: '1' });
    room.append({ value: 2, accountId: '1', machine: { id: '9', watts: 5 } });
    const [machine, account] = [
      { id: '9', counted: 8, label: 'Machine 9' },
      { id: '1', counted: 7, name: 'Ada' },
    ];
    const expected = [
      [{ counts: account }, { counts: machine }],
      [{ cause: { owner: 'Ada' } }, { cause: { dailyCost: 120, watts: 5 } }],
      [
        { value: 1, cause: { __typename: 'Account' }, counts: {} },
        { value: 2, cause: { __typename: 'Machine', dailyCost: 120 }, counts: { __typename: 'Machine', counted: 8 } },
      ],
    ];
    await eventually(() => {
      expect(watches.map(({ payloads }) => payloads)).toEqual(
        expected.map((counters) =>
          counters.map((each, index) => ({ data: { counter: each }, extensions: { cursor: String(index + 1) } })),
        ),
      );
    });
    for (const { stop } of watches) stop();
  });

  it('computes a field from one that only its subgraph asks for, and keeps that one to itself', async () => {
    const room = platform.room('required');
    const query = 'subscription { counter(room: "required") { cause { ... on Machine { id dailyCost } } } }';
    const watching = watch(client, { query });
    const askedBefore = platform.accounts.requests.length;
    room.append({ value: 1, accountId: '1', machine: { id: '9', watts: 5 } });
    room.append({ value: 2, accountId: '1' });
    room.append({ value: 3, accountId: '1', machine: { id: '10', watts: 6 } });
    await eventually(() => {
      expect(watching.payloads).toEqual([
        { data: { counter: { cause: { id: '9', dailyCost: 120 } } }, extensions: { cursor: '1' } },
        { data: { counter: { cause: {} } }, extensions: { cursor: '2' } },
        { data: { counter: { cause: { id: '10', dailyCost: 144 } } }, extensions: { cursor: '3' } },
      ]);
    });
    // An account has nothing to ask for.
    expect(platform.accounts.requests.length - askedBefore).toBe(2);
    watching.stop();
  });

  it('passes on the refusal of its subgraph', async () => {
    const watching = watch(client, { query: COUNTER, variables: { room: 'refused', after: 'nonsense' } });
    await eventually(() => {
      expect(watching.end).toMatchObject([{ extensions: { code: 'CURSOR_INVALID', retryable: false } }]);
    });
  });

  it('answers null for fields of a subgraph that is down, and goes on', async () => {
    const room = platform.room('partial');
    const query = 'subscription { counter(room: "partial") { value optional { id name } } }';
    const watching = watch(client, { query });
    await platform.accounts.stop();
    room.append({ value: 1, accountId: '1' });
    await eventually(() => {
      expect(watching.payloads).toMatchObject([
        {
          data: { counter: { value: 1, optional: null } },
          errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
          extensions: { cursor: '1' },
        },
      ]);
    });
    await platform.accounts.start();
    room.append({ value: 2, accountId: '1' });
    await eventually(() => {
      expect(watching.payloads[1]).toMatchObject({ data: { counter: { value: 2, optional: { name: 'Ada' } } } });
    });
    watching.stop();
  });

  it('carries all watchers over few sockets to its subgraph', async () => {
    const before = platform.counters.sockets();
    const watches = Array.from({ length: 15 }, (_, index) =>
      watch(client, { query: COUNTER, variables: { room: `few-${String(index)}` } }),
    );
    await eventually(() => {
      expect(watches.map((_each, index) => platform.room(`few-${String(index)}`).readers)).toEqual(
        watches.map(() => 1),
      );
    });
    expect(platform.counters.sockets() - before).toBeLessThanOrEqual(2);
    for (const { stop } of watches) stop();
  });
});
