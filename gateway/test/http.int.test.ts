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
