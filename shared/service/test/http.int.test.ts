import { eventually, requestGraphql, testUser } from '@ordergraph/testing';
import { type RunningLibrary, startLibrary } from './running-library.js';

describe('GraphQL over HTTP', () => {
  let running: RunningLibrary;
  let ada: string;
  let visitor: string;
  let admin: string;

  beforeAll(async () => {
    running = await startLibrary();
    const { identity, service } = running;
    ada = await identity.sign(testUser('ada'));
    admin = await identity.sign(testUser('root', 'library:admin'));
    visitor = await identity.signForSubgraph({ kind: 'visitor' }, service.name);
  });
  afterAll(() => running.stop());

  it.each(['{ hello }', '{ _service { sdl } }', '{ _entities(representations: []) { __typename } }', '{ nonsense', ''])(
    'answers a stranger nothing but 401: %s',
    async (query) => {
      const { status, data, errors, headers } = await running.ask(query);
      expect({ status, data }).toEqual({ status: 401, data: undefined });
      expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'UNAUTHENTICATED', retryable: false }]);
      expect(headers.get('www-authenticate')).toBe('Bearer');
    },
  );

  it.each([
    ['garbage', async () => 'Bearer garbage'],
    ['a token for another subgraph', async () => running.identity.signForSubgraph(testUser('ada'), 'users')],
    ['an expired token', async () => running.identity.sign(testUser('ada'), { lifetimeSeconds: -60 })],
    ['alg none', async () => `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`],
  ])('takes %s for a stranger', async (_what, authorization) => {
    expect(await running.ask('{ hello }', await authorization())).toMatchObject({ status: 401 });
  });

  it('answers users and vouched visitors, and knows who they are', async () => {
    expect((await running.ask('{ hello whoami }', ada)).data).toEqual({ hello: 'hello', whoami: 'ada' });
    expect((await running.ask('{ whoami }', visitor)).data).toEqual({ whoami: 'visitor' });
    expect((await running.ask('{ _service { sdl } }', visitor)).data).toHaveProperty('_service.sdl');
  });

  it('does not show a visitor what is for users, by field, through a union, or by reference', async () => {
    const query = `{ note(id: 1) { __typename } anything { ... on Note { text } }
      _entities(representations: [{ __typename: "Note", id: "1" }, { __typename: "Book", id: "1" }]) { __typename } }`;
    const { data, errors } = await running.ask(query, visitor);
    expect(data).toEqual({ note: null, anything: null, _entities: [null, { __typename: 'Book' }] });
    expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions?.['code']]).sort()).toEqual([
      ['_entities.0', 'UNAUTHENTICATED'],
      ['anything.text', 'UNAUTHENTICATED'],
      ['note', 'UNAUTHENTICATED'],
    ]);
    expect((await running.ask('{ note(id: 1) { text } }', ada)).data).toEqual({ note: { text: 'private' } });
    expect((await running.ask('mutation { write(text: "x") }', visitor)).errors?.[0]?.extensions).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('begins nothing for which nobody waits any more', async () => {
    const ask = async (milliseconds: string, query: string) => {
      const headers = { 'x-timeout-milliseconds': milliseconds };
      const { data, errors } = await requestGraphql({ url: running.service.url, query, authorization: ada, headers });
      return [data, errors?.map(({ extensions }) => [extensions?.['code'], extensions?.['retryable']])];
    };
    expect(await ask('0', 'mutation { write(text: "x") }')).toEqual([null, [['DEADLINE_EXCEEDED', true]]]);
    expect(await ask('60000', 'mutation { write(text: "x") }')).toEqual([{ write: 'x' }, undefined]);
    const entities = '{ _entities(representations: [{ __typename: "Book", id: "1" }]) { __typename } }';
    expect(await ask('0', entities)).toEqual([null, [['DEADLINE_EXCEEDED', true]]]);
  });

  it('asks for every scope of one of the lists', async () => {
    const ask = async (authorization: string) => running.ask('{ secret }', authorization);
    const sign = (...scopes: string[]) => running.identity.sign(testUser('eve', ...scopes));
    expect((await ask(visitor)).errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await ask(ada)).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await ask(await sign('library:read'))).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await ask(await sign('library:read', 'library:write'))).data).toEqual({ secret: 'secret' });
    expect((await ask(admin)).data).toEqual({ secret: 'secret' });
  });

  it('keeps one failing reference from taking the others with it', async () => {
    const query = `{ _entities(representations: [{ __typename: "Book", id: "bad" }, { __typename: "Book", id: "1" }]) { ... on Book { id } } }`;
    expect((await running.ask(query, ada)).data).toEqual({ _entities: [null, { id: '1' }] });
  });

  it.each([
    '1',
    '"Book"',
    '[]',
    '{}',
    '{ __typename: 1 }',
    '{ __typename: "Nothing", id: "1" }',
    '{ __typename: "Query" }',
    '{ __typename: "Book" }',
    '{ __typename: "Book", id: null }',
    '{ __typename: "Book", id: { a: 1 } }',
    '{ __typename: "Book", id: ["1"] }',
  ])('takes a malformed representation for the mistake of whoever sent it: %s', async (representation) => {
    const query = `{ _entities(representations: [${representation}]) { __typename } }`;
    const { data, errors } = await running.ask(query, ada);
    expect(data ?? undefined).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', retryable: false } }]);
  });

  it('says nothing of an unknown error but its correlation id, under which the log has it once', async () => {
    const { errors, headers } = await running.ask('{ broken }', ada);
    const correlationId = headers.get('x-correlation-id');
    expect(errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        path: ['broken'],
        locations: [{ line: 1, column: 3 }],
        extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true, correlationId },
      },
    ]);
    expect(
      running.lines.filter((line) => line.includes('hunter2') && line.includes(correlationId ?? '?')),
    ).toHaveLength(1);
  });

  it.each([
    ['an unknown field', '{ nonsense }', 'GRAPHQL_VALIDATION_FAILED'],
    ['broken syntax', '{ hello', 'GRAPHQL_PARSE_FAILED'],
    ['a literal of the wrong form', '{ at(time: "yesterday") }', 'GRAPHQL_VALIDATION_FAILED'],
    ['no operation chosen', 'query A { hello } query B { hello }', 'OPERATION_RESOLUTION_FAILURE'],
    ['too much nesting', `{ ${'deep { '.repeat(25)} __typename ${'}'.repeat(25)} }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['too many tokens', `{ ${'hello '.repeat(10_001)} }`, 'GRAPHQL_PARSE_FAILED'],
  ])('tells the client what is wrong with its request: %s', async (_what, query, code) => {
    const { status, errors } = await running.ask(query, ada);
    expect({ status, extensions: errors?.[0]?.extensions }).toEqual({
      status: 400,
      extensions: { code, retryable: false },
    });
    expect(JSON.stringify(errors)).not.toContain('stacktrace');
  });

  it('refuses variables of the wrong form with BAD_USER_INPUT', async () => {
    const { status, errors } = await running.ask('query ($time: DateTime!) { at(time: $time) }', ada, { time: 'soon' });
    expect([status, errors?.[0]?.extensions?.['code']]).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('answers what is no GraphQL request with BAD_REQUEST: batches, broken JSON, forms', async () => {
    const send = (body: string, type = 'application/json') =>
      fetch(running.service.url, { method: 'POST', body, headers: { authorization: ada, 'content-type': type } });
    for (const response of [
      await send('[{"query":"{ hello }"}]'),
      await send('{'),
      await send('query=1', 'text/plain'),
      await send(JSON.stringify({ query: `#${'x'.repeat(1_100_000)}` })),
    ]) {
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    }
  });

  it('serves the routes of the service beside', async () => {
    expect(await (await fetch(new URL('/open', running.service.url))).text()).toBe('open');
  });
});

describe('in production', () => {
  let running: RunningLibrary;
  beforeAll(async () => (running = await startLibrary({ NODE_ENV: 'production' })));
  afterAll(() => running.stop());

  it('does not describe itself over HTTP, nor over WebSocket', async () => {
    const ada = await running.identity.sign(testUser('ada'));
    const query = '{ __schema { types { name } } }';
    expect((await running.ask(query, ada)).data).toBeUndefined();
    const watch = running.watch(query, ada);
    await eventually(() => expect(watch.end).toMatchObject({ kind: 'errors' }));
    expect(watch.payloads).toEqual([]);
    const { errors } = await running.ask('{ helo }', ada);
    expect(errors?.[0]?.message).not.toContain('Did you mean');
  });
});
