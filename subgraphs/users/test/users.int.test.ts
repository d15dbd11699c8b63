import { type StartedUsers, startUsers } from './start-users.js';

interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: { readonly id: string; readonly email: string; readonly roles: readonly string[] };
}
interface Result {
  readonly result: {
    readonly __typename: string;
    readonly message?: string;
    readonly session?: Session;
    readonly endedSessions?: number;
    readonly fields?: readonly { readonly path: readonly string[] }[];
  };
}

const outcome = `__typename
  ... on SessionStarted { session { accessToken refreshToken user { id email displayName roles } } }
  ... on UserError { message }`;
const register = `mutation Register($input: RegisterInput!) {
  result: register(input: $input) { ${outcome} ... on InvalidInput { fields { path } } } }`;
const signIn = `mutation SignIn($input: SignInInput!) { result: signIn(input: $input) { ${outcome} } }`;
const refresh = `mutation Refresh($token: String!) { result: refreshSession(refreshToken: $token) { ${outcome} } }`;
const signOut = `mutation SignOut($everywhere: Boolean!) { result: signOut(everywhere: $everywhere) { endedSessions } }`;
const me = `{ me { email displayName roles createdAt } }`;

describe('users', () => {
  let users: StartedUsers;
  beforeAll(async () => {
    users = await startUsers();
  });
  afterAll(() => users.stop());

  const password = 'correct horse';
  async function mutate(mutation: string, variables: Record<string, unknown>, accessToken?: string) {
    const { data, errors } = await users.ask<Result>(mutation, variables, accessToken);
    expect(errors).toBeUndefined();
    return data!.result;
  }
  const registered = async (email: string): Promise<Session> =>
    (await mutate(register, { input: { email, password, displayName: 'Robin' } })).session!;
  const operator = async (): Promise<Session> => {
    const input = { email: 'operator@example.com', password: 'ordergraph-demo-1' };
    return (await mutate(signIn, { input })).session!;
  };
  const codes = (errors: readonly { readonly extensions?: Record<string, unknown> }[] | undefined) =>
    errors?.map(({ extensions }) => extensions?.['code']);

  it('register, and are signed in at once', async () => {
    const { user, accessToken } = await registered('robin@example.com');
    expect(user).toMatchObject({ email: 'robin@example.com', displayName: 'Robin', roles: ['CUSTOMER'] });
    const { data } = await users.ask<object>(me, {}, accessToken);
    expect(data).toMatchObject({
      me: { email: 'robin@example.com', createdAt: expect.stringMatching(/Z$/) as string },
    });
  });

  it('are told which fields are invalid, and that an address is taken', async () => {
    const invalid = await mutate(register, { input: { email: 'x', password: 'short', displayName: '' } });
    expect(invalid.fields?.map(({ path }) => path)).toEqual([['email'], ['password'], ['displayName']]);
    await registered('taken@example.com');
    const input = { email: 'Taken@example.com', password, displayName: 'Another' };
    expect(await mutate(register, { input })).toMatchObject({ __typename: 'EmailTaken' });
  });

  it('cannot find out who has an account by signing in', async () => {
    await registered('there@example.com');
    const attempts = ['there@example.com', 'nowhere@example.com'].map((email) =>
      mutate(signIn, { input: { email, password: 'wrong horse!' } }),
    );
    const [known, unknown] = await Promise.all(attempts);
    expect(known).toMatchObject({ __typename: 'InvalidCredentials' });
    expect(unknown).toEqual(known);
  });

  it('refresh a session, and lose it when a token is spent twice', async () => {
    const { refreshToken } = await registered('refresh@example.com');
    const second = (await mutate(refresh, { token: refreshToken })).session!;
    expect(second.user.email).toBe('refresh@example.com');
    expect(await mutate(refresh, { token: refreshToken })).toMatchObject({ __typename: 'SessionEnded' });
    expect(await mutate(refresh, { token: second.refreshToken })).toMatchObject({ __typename: 'SessionEnded' });
    expect(await mutate(refresh, { token: 'never handed out' })).toMatchObject({ __typename: 'SessionEnded' });
  });

  it('sign out here, and everywhere', async () => {
    const { accessToken } = await registered('out@example.com');
    await mutate(signIn, { input: { email: 'out@example.com', password } });
    expect(await mutate(signOut, { everywhere: false }, accessToken)).toEqual({ endedSessions: 1 });
    expect(await mutate(signOut, { everywhere: false }, accessToken)).toEqual({ endedSessions: 0 });
    expect(await mutate(signOut, { everywhere: true }, accessToken)).toEqual({ endedSessions: 1 });
    const { errors } = await users.ask(signOut, { everywhere: true });
    expect(codes(errors)).toEqual(['UNAUTHENTICATED']);
  });

  it('are nobody to a visitor, without an error', async () => {
    const { data, errors } = await users.ask<object>(me);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ me: null });
  });

  it('change their name, visible at once', async () => {
    const { accessToken } = await registered('rename@example.com');
    const update = `mutation Update($input: UpdateProfileInput!) { result: updateProfile(input: $input) {
      __typename ... on UpdateProfileSuccess { user { displayName } } ... on InvalidInput { fields { path } } } }`;
    const renamed = await mutate(update, { input: { displayName: 'Robin C.' } }, accessToken);
    expect(renamed).toEqual({ __typename: 'UpdateProfileSuccess', user: { displayName: 'Robin C.' } });
    expect((await users.ask<object>(me, {}, accessToken)).data).toMatchObject({ me: { displayName: 'Robin C.' } });
    expect(await mutate(update, { input: { displayName: ' ' } }, accessToken)).toEqual({
      __typename: 'InvalidInput',
      fields: [{ path: ['displayName'] }],
    });
  });

  it('see themselves by reference, operators see everybody, others see nobody', async () => {
    const [one, other] = [await registered('one@example.com'), await registered('other@example.com')];
    const entities = `query Entities($of: [_Any!]!) { _entities(representations: $of) { ... on User { email } } }`;
    const of = [one, other].map(({ user: { id } }) => ({ __typename: 'User', id }));
    const seenBy = async (accessToken?: string) => (await users.ask<object>(entities, { of }, accessToken)).data;
    const [email, otherEmail] = [{ email: 'one@example.com' }, { email: 'other@example.com' }];
    expect(await seenBy(one.accessToken)).toEqual({ _entities: [email, null] });
    expect(await seenBy((await operator()).accessToken)).toEqual({ _entities: [email, otherEmail] });
    expect(await seenBy()).toEqual({ _entities: [null, null] });
  });

  it('are searched and listed page by page, by operators alone', async () => {
    for (const name of ['anna', 'annabel', 'bert']) await registered(`${name}@listed.example.com`);
    const list = `query Users($search: String, $after: String) { users(search: $search, first: 2, after: $after) {
      edges { node { email } } pageInfo { hasNextPage endCursor } } }`;
    const { accessToken } = await operator();
    const page = async (variables: Record<string, unknown>) => {
      const { data } = await users.ask<{ users: { edges: { node: { email: string } }[]; pageInfo: object } }>(
        list,
        variables,
        accessToken,
      );
      return { emails: data!.users.edges.map(({ node }) => node.email.split('@')[0]), ...data!.users.pageInfo };
    };
    expect(await page({ search: 'ann listed' })).toMatchObject({ emails: ['annabel', 'anna'], hasNextPage: false });
    const first = (await page({ search: 'listed' })) as { emails: string[]; endCursor: string };
    expect(first).toMatchObject({ emails: ['bert', 'annabel'], hasNextPage: true });
    expect(await page({ search: 'listed', after: first.endCursor })).toMatchObject({ emails: ['anna'] });

    const customer = await registered('curious@example.com');
    expect(codes((await users.ask(list, {}, customer.accessToken)).errors)).toEqual(['FORBIDDEN']);
  });

  it('publish the keys that tokens are verified with, and no private one', async () => {
    const response = await fetch(`${users.origin}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: Record<string, string>[] };
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
    expect(keys[0]).not.toHaveProperty('d');
  });
});
