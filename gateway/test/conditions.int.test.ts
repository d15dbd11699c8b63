import { eventually, requestGraphql, testUser } from '@ordergraph/testing';

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

it.each(['$off', 'true', 'false'])('a subscription whose root field may be skipped is refused: %s', async (value) => {
  const client = connect(platform.url, authorization);
  const query = `subscription ($off: Boolean = true) { ticker(room: "a") @skip(if: ${value}) { value @skip(if: $off) } }`;
  const watching = watch(client, { query });
  await eventually(() => {
    expect(watching.end).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
  await client.dispose();
});
