import { requestGraphql, testUser } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

describe('queries and mutations over HTTP', () => {
  it('answers a query for a visitor', async () => {
    const answer = await requestGraphql({ url: platform.url, query: '{ me { id } accounts { id name counted } }' });
    expect(answer).toMatchObject({
      status: 200,
      errors: undefined,
      data: {
        me: null,
        accounts: [
          { id: '1', name: 'Ada', counted: 7 },
          { id: '2', name: 'Grace', counted: 7 },
        ],
      },
    });
  });

  it('tells the subgraphs who asks', async () => {
    const authorization = await platform.sign(testUser('1'));
    const answer = await requestGraphql({ url: platform.url, query: '{ me { id name } }', authorization });
    expect(answer.data).toEqual({ me: { id: '1', name: 'Ada' } });
  });

  it('runs a mutation', async () => {
    const answer = await requestGraphql({
      url: platform.url,
      query: 'mutation Rename($id: ID!) { rename(id: $id, name: "Augusta") { id name counted } }',
      variables: { id: '1' },
      authorization: await platform.sign(testUser('1')),
    });
    expect(answer).toMatchObject({ errors: undefined, data: { rename: { id: '1', name: 'Augusta', counted: 7 } } });
  });
});

it('tells whoever keeps an answer that its form depends on what is accepted, also of a refusal, a stream and a page', async () => {
  const varyOf = async (accept: string, body: string | undefined) => {
    const response = await fetch(platform.url, {
      ...(body !== undefined && { method: 'POST', body }),
      headers: { accept, 'content-type': 'application/json' },
    });
    await response.body?.cancel();
    const type = response.headers.get('content-type')?.split(';')[0];
    return [response.status, type, response.headers.get('vary')?.split(/, */).includes('accept')];
  };
  const json = 'application/json';
  const query = (text: string) => JSON.stringify({ query: text });
  const ticks = query('subscription { ticker(room: "kept") { value } }');
  expect(await varyOf(json, query('{ items { price } }'))).toEqual([200, json, true]);
  expect(await varyOf(json, query('{ myItem { price } }'))).toEqual([200, json, true]);
  expect(await varyOf(json, query('{ nothing }'))).toEqual([200, json, true]);
  expect(await varyOf(json, '{')).toEqual([400, json, true]);
  expect(await varyOf('text/css', query('{ nothing }'))).toEqual([406, json, true]);
  expect(await varyOf('text/event-stream', ticks)).toEqual([200, 'text/event-stream', true]);
  expect(await varyOf('text/html', undefined)).toEqual([200, 'text/html', true]);
});
