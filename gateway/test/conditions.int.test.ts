import { eventually, requestGraphql, testUser } from '@ordergraph/testing';

import { type HttpWatch, watchByApolloClient, watchByGraphqlSse } from './support/http-watch.js';
import { type Platform, startPlatform } from './support/platform.js';
import { connect, watch } from './support/watch.js';

jest.setTimeout(30_000);

let platform: Platform;
let authorization: string;
beforeAll(async () => {
  platform = await startPlatform();
  authorization = await platform.sign(testUser('1', 'accounts:read'));
});
afterAll(() => platform.stop());

const ask = async (query: string, variables: Record<string, unknown> = {}) => {
  const { status, data, errors } = await requestGraphql({ url: platform.url, query, variables, authorization });
  return { status, data, ...(errors && { codes: errors.map(({ extensions }) => extensions?.['code']) }) };
};

describe('an operation with conditions', () => {
  it('answers by its variables, in whatever turn they come', async () => {
    const query = `query ($brief: Boolean!, $counted: Boolean = false) {
      me { id ...Rest @skip(if: $brief) ... @include(if: $counted) { counted } }
    }
    fragment Rest on Account { name friends { id name @include(if: $counted) } }`;
    const brief = { id: '1' };
    const whole = { id: '1', name: 'Ada', friends: [{ id: '2' }] };
    const counted = { id: '1', name: 'Ada', friends: [{ id: '2', name: 'Grace' }], counted: 7 };
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await ask(query, { brief: true })).toEqual({ status: 200, data: { me: brief } });
      expect(await ask(query, { brief: false })).toEqual({ status: 200, data: { me: whole } });
      expect(await ask(query, { brief: false, counted: true })).toMatchObject({ data: { me: counted } });
      expect(await ask(query, { brief: true, counted: true })).toMatchObject({
        data: { me: { id: '1', counted: 7 } },
      });
    }
  });

  it('answers empty objects where nothing is left to select', async () => {
    const query =
      'query ($on: Boolean!) { me { id @include(if: $on) } named { ... on Account @include(if: $on) { id } } }';
    expect(await ask(query, { on: false })).toEqual({ status: 200, data: { me: {}, named: [{}] } });
    expect(await ask(query, { on: true })).toEqual({ status: 200, data: { me: { id: '1' }, named: [{ id: '1' }] } });
  });

  it.each(['query', 'mutation'])('asks no subgraph when nothing of a %s is left', async (kind) => {
    platform.accounts.requests.length = 0;
    const field = kind === 'query' ? 'me { id }' : 'rename(id: 1, name: "x") { id }';
    const query = `${kind} ($on: Boolean!) { ...F } fragment F on ${kind === 'query' ? 'Query' : 'Mutation'} { ${field.replace(' {', ' @include(if: $on) {')} }`;
    expect(await ask(query, { on: false })).toEqual({ status: 200, data: {} });
    expect(platform.accounts.requests).toEqual([]);
  });

  it.each([
    ['null', 'query ($on: Boolean!) { me { id @skip(if: $on) } }', { on: null }],
    ['nothing', 'query ($on: Boolean!) { me { id @skip(if: $on) } }', {}],
    ['null in place of a default', 'query ($on: Boolean = true) { me { id @skip(if: $on) } }', { on: null }],
  ])('is refused when a condition is %s', async (_, query, variables) => {
    expect(await ask(query, variables)).toEqual({ status: 400, data: undefined, codes: ['BAD_USER_INPUT'] });
  });
});

describe('a subscription whose root field has conditions', () => {
  const overWebSocket: HttpWatch = (url, request, token) => {
    const client = connect(url, token);
    const watching = watch(client, request);
    watching.stop = () => void client.dispose();
    return watching;
  };
  const transports: [string, HttpWatch][] = [
    ['a WebSocket', overWebSocket],
    ['multipart', watchByApolloClient],
    ['Server-Sent Events', watchByGraphqlSse],
  ];
  // Without a fragment on Subscription: Apollo Client would select `__typename` in it, which is a second root field.
  const query = `
    subscription ($on: Boolean!, $off: Boolean = false) {
      counter(room: "conditions") @include(if: $on) @skip(if: false) { __typename value account { __typename name } }
      counter(room: "conditions") @skip(if: $off) @include(if: $on) { account { id } }
    }`;

  it.each(transports)('over %s is of what they select', async (_, open) => {
    platform.room('conditions').append({ value: 1, accountId: '1' });
    const [one, other] = [false, true].map((off) =>
      open(platform.url, { query, variables: { on: true, off } }, authorization),
    );
    const account = { __typename: 'Account', name: 'Ada' };
    const counter = { __typename: 'Counter', value: 1 };
    await eventually(() => {
      expect(one?.payloads[0]?.data).toEqual({ counter: { ...counter, account: { ...account, id: '1' } } });
      expect(other?.payloads[0]?.data).toEqual({ counter: { ...counter, account } });
    });
    one?.stop();
    other?.stop();
  });

  it.each(transports)(
    'over %s is complete at once where they select nothing, and no subgraph is asked',
    async (_, open) => {
      const room = platform.room('unselected');
      const unselected = query.replaceAll('conditions', 'unselected');
      const watching = open(platform.url, { query: unselected, variables: { on: false } }, authorization);
      await eventually(() => {
        expect(watching.end).toBe('completed');
      });
      expect(watching.payloads).toEqual([]);
      expect(room.readers).toBe(0);
      watching.stop();
    },
  );

  it('has them on fragments too', async () => {
    const fragments = `
      subscription ($on: Boolean!) { ...One @include(if: $on) ... @skip(if: $on) { ...Other } }
      fragment One on Subscription { counter(room: "fragments") { value } }
      fragment Other on Subscription { counter(room: "fragments") { account { name } } }`;
    platform.room('fragments').append({ value: 1, accountId: '1' });
    const watches = [true, false].map((on) =>
      overWebSocket(platform.url, { query: fragments, variables: { on } }, authorization),
    );
    await eventually(() => {
      expect(watches.map(({ payloads }) => payloads[0]?.data)).toEqual([
        { counter: { value: 1 } },
        { counter: { account: { name: 'Ada' } } },
      ]);
    });
    for (const { stop } of watches) stop();
  });

  it('needs a stream, whatever they select', async () => {
    expect(await ask(query, { on: false })).toMatchObject({ codes: ['SUBSCRIPTION_NEEDS_STREAM'] });
  });

  it.each([
    [
      'two fields of which one is selected',
      'ticker(room: "a") @include(if: $on) { value } b: ticker(room: "a") @skip(if: $on) { value }',
    ],
    ['a field of introspection', '__typename @include(if: $on)'],
  ])('is refused when it has %s', async (_, selection) => {
    const text = `subscription ($on: Boolean!) { ${selection} }`;
    expect(await ask(text, { on: true })).toEqual({
      status: 400,
      data: undefined,
      codes: ['GRAPHQL_VALIDATION_FAILED'],
    });
  });
});
