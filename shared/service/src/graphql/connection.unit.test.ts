import { z } from 'zod';
import { loadConnection, type PageArguments } from './connection.js';
import { createCursorCodec } from './cursor.js';
import { rowsAfter } from './keyset.js';

const cursor = createCursorCodec('letters', z.string());
const letters = [...'abcdefg'];

const page = (args: PageArguments) =>
  loadConnection({
    arguments: args,
    defaultFirst: 3,
    cursor,
    keyOf: (letter: string) => letter,
    nodeOf: (letter) => letter.toUpperCase(),
    load: async ({ after, limit }) => letters.filter((letter) => after === undefined || letter > after).slice(0, limit),
  });

describe('a connection', () => {
  it('walks a list page by page, each row once', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const { edges, pageInfo } = await page({ first: 3, ...(after && { after }) });
      seen.push(...edges.map(({ node }) => node));
      expect(pageInfo.hasPreviousPage).toBe(after !== undefined);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(seen).toEqual([...'ABCDEFG']);
  });

  it('has a default size, also for null', async () => {
    expect((await page({ first: null, after: null })).edges).toHaveLength(3);
  });

  it('says of an empty page that there is nothing', async () => {
    expect(await page({ after: cursor.encode('z') })).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: undefined, endCursor: undefined },
    });
  });

  it.each([0, -1, 101])('refuses first: %d', async (first) => {
    await expect(page({ first })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it.each([
    '',
    'nonsense',
    createCursorCodec('numbers', z.string()).encode('a'),
    createCursorCodec('letters', z.number()).encode(1),
  ])('refuses the cursor %p', async (after) => {
    await expect(page({ after })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });
});

describe('rowsAfter', () => {
  it('compares by the fields in order', () => {
    const order = [
      ['placedAt', -1],
      ['_id', 1],
    ] as const;
    expect(rowsAfter(order, ['2026', 'x'])).toEqual({
      $or: [{ placedAt: { $lt: '2026' } }, { placedAt: { $eq: '2026' }, _id: { $gt: 'x' } }],
    });
    expect(rowsAfter(order, undefined)).toEqual({});
  });
});
