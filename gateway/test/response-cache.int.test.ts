import { eventually, requestGraphql, testUser } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';
import { hasRedis, startRedis, type TestRedis } from './support/redis.js';

jest.setTimeout(60_000);

const stores = [
  { store: 'memory', open: () => Promise.resolve(undefined) },
  ...(hasRedis() ? [{ store: 'Redis', open: startRedis }] : []),
];

describe.each(stores)('answers kept in $store', ({ open }) => {
  let redis: TestRedis | undefined;
  let platform: Platform;
  beforeAll(async () => {
    redis = await open();
    platform = await startPlatform(redis ? { REDIS_URL: redis.url } : {});
  });
  afterAll(async () => {
    await platform.stop();
    await redis?.stop();
  });

  const ask = async (query: string, { url = platform.url, variables = {}, user = '' } = {}) => {
    const authorization = user === '' ? undefined : await platform.sign(testUser(user));
    const before = platform.catalogue.requests.length;
    const { data, errors, headers } = await requestGraphql({ url, query, variables, authorization });
    const asked = platform.catalogue.requests.length - before;
    return {
      data,
      codes: errors?.map(({ extensions }) => extensions?.['code']),
      asked,
      header: headers.get('cache-control'),
    };
  };
  /** The gateway hears of revisions a moment after it has started, and keeps nothing before. */
  const kept = (query: string, options: Parameters<typeof ask>[1] = {}) =>
    eventually(async () => {
      const answer = await ask(query, options);
      expect(answer.asked).toBe(0);
      return answer;
    });
  const counted = async (outcome: string) => {
    const text = await (await fetch(new URL('/metrics', platform.url))).text();
    return Number(new RegExp(`cached_answers_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
  };

  it('come without asking the subgraph, to whoever asks the same in whatever words', async () => {
    const first = await kept('{ items { price } }');
    expect(first).toMatchObject({
      data: { items: [{ price: 1 }, { price: 1 }] },
      header: expect.stringMatching(/^max-age=\d+, public$/) as string,
    });
    expect(await ask('query{items{price}}', { user: '1' })).toMatchObject({ data: first.data, asked: 0 });
    expect(await ask('query ($n: Int) { items(first: $n) { price } }', { variables: { n: 1 } })).toMatchObject({
      data: { items: [{ price: 1 }] },
      asked: 1,
    });
    expect(await counted('hit')).toBeGreaterThanOrEqual(2);
    expect(await counted('miss')).toBeGreaterThanOrEqual(2);
  });

  it('last as long as the strictest hint, and not at all without one', async () => {
    expect(await ask('{ items { price stock } }')).toMatchObject({ asked: 1, header: 'max-age=30, public' });
    for (const query of [
      '{ unhinted { price } }',
      '{ items { price } accounts { id } }',
      '{ items { maker { id name } } }',
    ]) {
      await ask(query);
      const again = await ask(query);
      expect([query, again.asked, again.codes]).toEqual([query, 1, undefined]);
    }
    expect((await ask('{ unhinted { price } }')).header).toBe('no-store');
  });

  it('are never those with errors', async () => {
    for (let time = 0; time < 2; time += 1)
      expect(await ask('{ broken { price } }')).toMatchObject({
        asked: 1,
        codes: ['INTERNAL_SERVER_ERROR'],
        header: 'no-store',
      });
  });

  it('are never personal ones: by their hint, or because of what guards them', async () => {
    for (const query of ['{ myItem { price } }', '{ items { price margin } }']) {
      for (const user of ['1', '2', '1']) {
        expect(await ask(query, { user })).toMatchObject({ asked: 1, header: 'max-age=60, private' });
      }
    }
    expect(await ask('{ items { price margin } }')).toMatchObject({
      asked: 1,
      codes: ['UNAUTHENTICATED', 'UNAUTHENTICATED'],
      header: 'no-store',
    });
  });

  it('are forgotten by every gateway when the subgraph says that something changed', async () => {
    const other = await platform.startGateway();
    await Promise.all([kept('{ items { price } }'), kept('{ items { price } }', { url: other.url })]);
    platform.catalogue.reprice(2, 'second');
    for (const url of [platform.url, other.url]) {
      await eventually(async () => {
        expect((await ask('{ items { price } }', { url })).data).toEqual({ items: [{ price: 2 }, { price: 2 }] });
      });
      expect(await kept('{ items { price } }', { url })).toMatchObject({
        data: { items: [{ price: 2 }, { price: 2 }] },
      });
    }
  });

  it('are not used while the subgraph cannot be heard, and are again when it can', async () => {
    platform.catalogue.reprice(3, null);
    await eventually(async () => {
      expect(await ask('{ items { price } }')).toMatchObject({
        asked: 1,
        data: { items: [{ price: 3 }, { price: 3 }] },
      });
    });
    expect((await ask('{ items { price } }')).asked).toBe(1);
    expect(await counted('bypassed')).toBeGreaterThanOrEqual(2);
    platform.catalogue.reprice(3, 'third');
    await kept('{ items { price } }');
  });
});

(hasRedis() ? describe : describe.skip)('a Redis that is in trouble', () => {
  let redis: TestRedis;
  let platform: Platform;
  beforeAll(async () => {
    redis = await startRedis();
    platform = await startPlatform({ REDIS_URL: redis.url, RESPONSE_CACHE_PATIENCE_MILLISECONDS: '250' });
  });
  afterAll(async () => {
    await redis.stop();
    await platform.stop();
  });
  const answersAll = async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => requestGraphql({ url: platform.url, query: '{ items { price } }' })),
    );
    for (const { data, errors } of answers)
      expect([data, errors]).toEqual([{ items: [{ price: 1 }, { price: 1 }] }, undefined]);
  };
  const workingAgain = () =>
    eventually(async () => {
      const before = platform.catalogue.requests.length;
      await answersAll();
      expect(platform.catalogue.requests.length).toBe(before);
    });
  const failures = async () => {
    const text = await (await fetch(new URL('/metrics', platform.url))).text();
    return Number(/cache_failures_total (\d+)/.exec(text)?.[1]);
  };

  it('fails no answer and holds none up: frozen, back, and gone', async () => {
    await workingAgain();
    const before = await failures();
    redis.freeze();
    await answersAll();
    expect(await failures()).toBeGreaterThan(before);
    redis.thaw();
    await workingAgain();
    await redis.stop();
    await answersAll();
  });
});

it('keeps an answer for each value of the headers that subgraphs get', async () => {
  const platform = await startPlatform({ FORWARD_HEADERS: 'accept-language' });
  const asked = async (language: string): Promise<number> => {
    const before = platform.catalogue.requests.length;
    const headers = { 'accept-language': language };
    await requestGraphql({ url: platform.url, query: '{ items { price } }', headers });
    return platform.catalogue.requests.length - before;
  };
  await eventually(async () => expect(await asked('de')).toBe(0));
  expect([await asked('fr'), await asked('fr'), await asked('de')]).toEqual([1, 0, 0]);
  await platform.stop();
});

it('tells whoever keeps a personal answer what it depends on, the headers that subgraphs get included', async () => {
  const platform = await startPlatform({ FORWARD_HEADERS: 'accept-language' });
  const authorization = await platform.sign(testUser('1'));
  const { headers } = await requestGraphql({ url: platform.url, query: '{ myItem { price } }', authorization });
  expect(headers.get('cache-control')).toBe('max-age=60, private');
  const vary = headers.get('vary')?.toLowerCase().split(/, */) ?? [];
  expect(vary).toEqual(expect.arrayContaining(['accept-language', 'authorization', 'origin']));
  await platform.stop();
});

it('keeps nothing where there is to be no cache', async () => {
  const platform = await startPlatform({ RESPONSE_CACHE_MEGABYTES: '0' });
  const beside = await platform.startGateway({ RESPONSE_CACHE_MEGABYTES: '1' });
  const asked = async (url: string): Promise<number> => {
    const before = platform.catalogue.requests.length;
    await requestGraphql({ url, query: '{ items { price } }' });
    return platform.catalogue.requests.length - before;
  };
  // The younger one has heard the subgraph by now: so has the older.
  await eventually(async () => expect(await asked(beside.url)).toBe(0));
  for (let time = 0; time < 3; time += 1) expect(await asked(platform.url)).toBe(1);
  await platform.stop();
});
