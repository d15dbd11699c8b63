import { requestGraphql, testUser } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';

jest.setTimeout(30_000);

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const ask = async (query: string, user?: ReturnType<typeof testUser>, variables: Record<string, unknown> = {}) => {
  const authorization = user && (await platform.sign(user));
  const { status, data, errors } = await requestGraphql({ url: platform.url, query, variables, authorization });
  return { status, data, errors: errors?.map(({ path, extensions }) => [extensions?.['code'], path?.join('.')]) };
};

describe('a query with fields that the caller may not see', () => {
  it('answers the others, and null with FORBIDDEN at the path of each refused field, aliases included', async () => {
    expect(
      await ask('{ me { id mail: email ...Rest } } fragment Rest on Account { name email }', testUser('1')),
    ).toEqual({
      status: 200,
      data: { me: { id: '1', mail: null, name: 'Ada', email: null } },
      errors: [
        ['FORBIDDEN', 'me.mail'],
        ['FORBIDDEN', 'me.email'],
      ],
    });
  });

  it('never asks a subgraph for a refused field', async () => {
    platform.accounts.requests.length = 0;
    await ask('{ accounts { id email } }');
    expect(platform.accounts.requests).toHaveLength(1);
    expect(platform.accounts.requests[0]).not.toContain('email');
  });

  it('gives the field to whoever holds one of the scope lists', async () => {
    for (const scopes of [['accounts:read'], ['admin', 'root']]) {
      expect(await ask('{ me { email } }', testUser('1', ...scopes))).toEqual({
        status: 200,
        data: { me: { email: '1@example.com' } },
        errors: undefined,
      });
    }
    expect((await ask('{ me { email } }', testUser('1', 'admin'))).errors).toEqual([['FORBIDDEN', 'me.email']]);
  });

  it('lets the null of a non-null field go up to the next nullable one', async () => {
    expect(await ask('{ me { id pin } accounts { id } }', testUser('1'))).toEqual({
      status: 200,
      data: { me: null, accounts: [{ id: '1' }, { id: '2' }] },
      errors: [['FORBIDDEN', 'me.pin']],
    });
    expect(await ask('{ accounts { id pin } }')).toEqual({
      status: 200,
      data: null,
      errors: [
        ['UNAUTHENTICATED', 'accounts.0.pin'],
        ['UNAUTHENTICATED', 'accounts.1.pin'],
      ],
    });
  });

  it('answers an operation of refused fields alone without asking anybody', async () => {
    platform.accounts.requests.length = 0;
    expect(await ask('{ account(id: 1) { id } }')).toEqual({
      status: 200,
      data: { account: null },
      errors: [['UNAUTHENTICATED', 'account']],
    });
    expect(platform.accounts.requests).toHaveLength(0);
  });

  it('guards members of unions where they are reached', async () => {
    const query = '{ search { __typename ... on Account { id } ... on Vault { code } } }';
    expect(await ask(query, testUser('1'))).toMatchObject({
      data: { search: [{ id: '1' }, { __typename: 'Vault', code: 'open sesame' }] },
      errors: undefined,
    });
    expect(await ask(query)).toEqual({ status: 200, data: null, errors: [['UNAUTHENTICATED', 'search.1.code']] });
    expect(await ask('{ search { ... on Account { id vault { code } } } }')).toEqual({
      status: 200,
      data: { search: [{ id: '1', vault: null }, {}] },
      errors: [['UNAUTHENTICATED', 'search.0.vault']],
    });
  });

  it('guards fields behind interfaces, inside fragments, and inside lists of lists of objects', async () => {
    const query = '{ named { name ...Mail } } fragment Mail on Named { ... on Account { email friends { id email } } }';
    expect(await ask(query)).toEqual({
      status: 200,
      data: { named: [{ name: 'Ada', email: null, friends: [{ id: '2', email: null }] }] },
      errors: [
        ['UNAUTHENTICATED', 'named.0.email'],
        ['UNAUTHENTICATED', 'named.0.friends.0.email'],
      ],
    });
  });

  it('keeps quiet about fields that are skipped', async () => {
    const query = 'query ($with: Boolean!) { me { id email @include(if: $with) pin @skip(if: true) } }';
    expect(await ask(query, testUser('1'), { with: false })).toMatchObject({
      data: { me: { id: '1' } },
      errors: undefined,
    });
    expect(await ask(query, testUser('1'), { with: true })).toMatchObject({
      data: { me: { id: '1', email: null } },
      errors: [['FORBIDDEN', 'me.email']],
    });
  });
});

describe('a mutation with a field that the caller may not see', () => {
  it('is refused whole, and nothing happens', async () => {
    platform.accounts.requests.length = 0;
    const rename = 'mutation { rename(id: 1, name: "x") { id email } }';
    expect(await ask(rename)).toEqual({ status: 401, data: undefined, errors: [['UNAUTHENTICATED', undefined]] });
    expect(await ask(rename, testUser('1'))).toEqual({
      status: 403,
      data: undefined,
      errors: [['FORBIDDEN', undefined]],
    });
    expect(platform.accounts.requests).toHaveLength(0);
  });

  it('is not refused for what another operation of the document would need', async () => {
    const document =
      'mutation A { signIn(name: "a") } mutation B { rename(id: 1, name: "x") { ...F } } fragment F on Account { email }';
    const response = await fetch(platform.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, operationName: 'A' }),
    });
    expect(await response.json()).toEqual({ data: { signIn: 'welcome a' } });
  });
});

describe('a token', () => {
  it.each([
    ['nonsense', 'Bearer nonsense'],
    [
      'unsigned',
      `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"iss":"urn:ordergraph:users","sub":"1","aud":"urn:ordergraph:graph","exp":9999999999}').toString('base64url')}.`,
    ],
  ])('that is %s is refused, not taken for a visitor', async (_, authorization) => {
    const answer = await requestGraphql({ url: platform.url, query: '{ me { id } }', authorization });
    expect(answer.status).toBe(401);
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });

  it('that has expired is refused', async () => {
    const authorization = await platform.sign(testUser('1'), -60);
    expect((await requestGraphql({ url: platform.url, query: '{ me { id } }', authorization })).status).toBe(401);
  });
});
