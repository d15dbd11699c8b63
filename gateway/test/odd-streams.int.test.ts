import { eventually, testUser } from '@ordergraph/testing';
import type { Client } from 'graphql-ws';

import type { RunningGateway } from '../src/service.js';
import { type Platform, startPlatform } from './support/platform.js';
import { EVENT_STREAM, openRaw } from './support/raw-stream.js';
import { type RawSubgraph, startRawSubgraph } from './support/raw-subgraph.js';
import { connect, watch } from './support/watch.js';

jest.setTimeout(60_000);

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

interface Behind {
  subgraph: RawSubgraph;
  gateway: RunningGateway;
  client: Client;
  /** Streams open now, and those that ended by reason. */
  counted(): Promise<Record<string, number>>;
}

/** Runs a test on a gateway whose counters are a subgraph that says what the test wants. */
async function behind(answer: Parameters<typeof startRawSubgraph>[0], test: (given: Behind) => Promise<void>) {
  const subgraph = await startRawSubgraph(answer);
  const gateway = await platform.startGateway({ SUBGRAPH_URL_COUNTERS: subgraph.url });
  const client = connect(gateway.url);
  const counted = async (): Promise<Record<string, number>> => {
    const text = await (await fetch(gateway.metricsUrl)).text();
    const lines = text.matchAll(
      /^ordergraph_gateway_(?:(open)_streams|ended_streams_total\{reason="(\w+)"\}) (\d+)$/gm,
    );
    return Object.fromEntries(
      [...lines].map(([, open, reason, count]) => [open ?? reason ?? '', Number(count)] as const),
    );
  };
  try {
    await test({ subgraph, gateway, client, counted });
  } finally {
    await client.dispose();
    await gateway.stop();
    subgraph.stop();
  }
}

const query = 'subscription { ticker(room: "odd") { value account { name } } }';
const event = (value: number, more = ''): string =>
  `{"data":{"ticker":{"value":${value},"account":{"__typename":"Account","id":"1"}${more}}}}`;
const ada = (value: number) => ({ data: { ticker: { value, account: { name: 'Ada' } } } });
/** Nobody asked for it, and it is nested more deeply than a copy can follow. */
const abyss = `,"more":${'['.repeat(20_000)}${']'.repeat(20_000)}`;

describe('a stream of a subgraph that', () => {
  it('says what cannot be completed tells so once, and goes on for all its watchers', () =>
    behind(undefined, async ({ subgraph, gateway, client, counted }) => {
      const other = connect(gateway.url);
      const watches = [watch(client, { query }), watch(other, { query })];
      await eventually(async () => {
        expect([subgraph.active.size, await counted()]).toEqual([1, { open: 2 }]);
      });
      for (const each of [event(1), event(2, abyss), event(3)]) subgraph.say('next', each);
      const fault = { message: 'Something went wrong here.', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
      await eventually(() => {
        for (const { payloads, end } of watches) {
          expect(end).toBeUndefined();
          expect(payloads).toMatchObject([ada(1), { data: null, errors: [fault] }, ada(3)]);
        }
      });
      for (const { stop } of watches) stop();
      await eventually(async () => {
        expect([subgraph.active.size, await counted()]).toEqual([0, { open: 0, left: 2 }]);
      });
      await other.dispose();
    }));

  it('does not accept the gateway’s token ends with that, after it was asked once more', () =>
    behind(
      { type: 'error', payload: '[{"message":"Sign in first.","extensions":{"code":"UNAUTHENTICATED"}}]' },
      async ({ subgraph, client, counted }) => {
        const watching = watch(client, { query });
        await eventually(() => {
          expect(watching.end).toMatchObject([
            { message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED', retryable: false } },
          ]);
        });
        expect([subgraph.subscribed.length, await counted()]).toEqual([2, { open: 0, failed: 1 }]);
      },
    ));

  it.each(['graphql-transport-ws', EVENT_STREAM])(
    'refuses it with a reason too deep to write down ends that one over %s',
    (way) =>
      behind(undefined, async ({ subgraph, gateway, client, counted }) => {
        const watched = way === EVENT_STREAM ? undefined : watch(client, { query });
        const streamed = way === EVENT_STREAM ? await openRaw({ url: gateway.url, accept: way, query }) : undefined;
        await eventually(() => {
          expect(subgraph.active.size).toBe(1);
        });
        subgraph.say('error', `[{"message":"no","extensions":{"code":"NOT_FOUND"${abyss}}}]`);
        await eventually(() => {
          expect(JSON.stringify(watched?.end ?? streamed?.text())).toMatch(/no.*NOT_FOUND/);
        });
        expect(await counted()).toEqual({ open: 0, failed: 1 });
      }),
  );

  it('says beside its data what is too deep to write down is not passed on, and the stream goes on', () =>
    behind(undefined, async ({ subgraph, client }) => {
      const watching = watch(client, { query: 'subscription { ticker(room: "odd") { value } }' });
      await eventually(() => {
        expect(subgraph.active.size).toBe(1);
      });
      const told = (value: number) => `{"data":{"ticker":{"value":${value}}}`;
      subgraph.say('next', `${told(1)},"errors":[{"message":"odd","extensions":{"code":"NOT_FOUND"${abyss}}}]}`);
      subgraph.say('next', `${told(2)}}`);
      await eventually(() => {
        expect(watching.payloads).toMatchObject([
          { data: null, errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
          { data: { ticker: { value: 2 } } },
        ]);
      });
      watching.stop();
    }));

  it('refuses it for now, with a reason too deep to write down, is asked again', () =>
    behind(undefined, async ({ subgraph, client }) => {
      const watching = watch(client, { query });
      await eventually(() => {
        expect(subgraph.active.size).toBe(1);
      });
      subgraph.say('error', `[{"message":"later","extensions":{"retryable":true${abyss}}}]`);
      await eventually(() => {
        expect(subgraph.subscribed).toHaveLength(2);
      });
      subgraph.say('next', event(1));
      await eventually(() => {
        expect(watching.payloads).toEqual([ada(1)]);
      });
      watching.stop();
    }));

  it('takes no cursor is sent none, be it a client’s or its own', () =>
    behind(undefined, async ({ subgraph, client }) => {
      const watching = watch(client, {
        query,
        variables: { ordergraph_after: 'a client’s' },
        extensions: { cursor: 'a client’s' },
      });
      const asked = (times: number) =>
        eventually(() => {
          expect(subgraph.subscribed).toHaveLength(times);
          return subgraph.subscribed.at(-1)?.payload.variables;
        });
      expect(await asked(1)).toEqual({});
      subgraph.say('next', `${event(1).slice(0, -1)},"extensions":{"cursor":"its own"}}`);
      await eventually(() => {
        expect(watching.payloads).toEqual([{ ...ada(1), extensions: { cursor: 'its own' } }]);
      });
      subgraph.cut();
      expect(await asked(2)).toEqual({});
      watching.stop();
    }));

  it('takes one is sent what the client gives as such, and no variable of that name', () =>
    behind(undefined, async ({ subgraph, gateway }) => {
      const client = connect(gateway.url, await platform.sign(testUser('1')));
      const counter = 'subscription { counter(room: "odd") { value } }';
      const variables = { ordergraph_after: 'a variable' };
      const watches = [
        watch(client, { query: counter, variables }),
        watch(client, { query: counter, variables, extensions: { cursor: 'a cursor' } }),
      ];
      await eventually(() => {
        const sent = subgraph.subscribed.map(({ payload }) => payload.variables);
        expect(sent).toEqual(expect.arrayContaining([{}, { ordergraph_after: 'a cursor' }]));
      });
      for (const { stop } of watches) stop();
      await client.dispose();
    }));
});
