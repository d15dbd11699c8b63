import { eventually, requestGraphql, testUser } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';
import { APOLLO_CLIENT, EVENT_STREAM, openRaw, type RawRequest } from './support/raw-stream.js';

jest.setTimeout(60_000);

const TICKER = 'subscription { ticker(room: "raw") { value } }';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const open = (request: Partial<RawRequest>) =>
  openRaw({ url: platform.url, accept: APOLLO_CLIENT, query: TICKER, ...request });

const PART = '\r\ncontent-type: application/json\r\n\r\n';

describe('a multipart stream', () => {
  it.each([
    APOLLO_CLIENT,
    'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9',
    'multipart/mixed;subscriptionSpec=1.0, application/graphql-response+json, application/json',
    'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json',
    'multipart/mixed; boundary="graphql"; subscriptionSpec="1.0"',
  ])('is written part by part, each closed by its boundary at once, for %s', async (accept) => {
    const stream = await open({ accept });
    expect(stream.response.headers).toMatchObject({
      'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
    await eventually(() => {
      expect(platform.room('raw').readers).toBe(1);
    });
    platform.room('raw').append({ value: 1, accountId: '1' });
    await eventually(() => {
      expect(stream.text()).toBe(
        `\r\n--graphql${PART}{}\r\n--graphql${PART}{"payload":{"data":{"ticker":{"value":1}}}}\r\n--graphql`,
      );
    });
    stream.leave();
    await eventually(() => {
      expect(platform.room('raw').readers).toBe(0);
    });
  });

  it('ends with an error of no payload, then with the end boundary', async () => {
    const authorization = await platform.sign(testUser('1'));
    const stream = await open({
      query: 'subscription { counter(room: "a", after: "nonsense") { value } }',
      authorization,
    });
    await eventually(() => {
      expect(stream.isOver()).toBe(true);
    });
    expect(stream.text()).toMatch(
      /--graphql\r\ncontent-type: application\/json\r\n\r\n\{"payload":null,"errors":\[.*"CURSOR_INVALID".*\]\}\r\n--graphql--\r\n$/,
    );
  });

  it('shows by a heartbeat that it lives', async () => {
    const stream = await open({});
    await eventually(() => {
      expect(stream.text()).toBe(`\r\n--graphql${`${PART}{}\r\n--graphql`.repeat(2)}`);
    });
    stream.leave();
  });
});

describe('an event stream', () => {
  it.each(['GET', 'POST'] as const)('is written event by event, for %s', async (method) => {
    const stream = await open({ accept: EVENT_STREAM, method });
    expect(stream.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
    await eventually(() => {
      expect(platform.room('raw').readers).toBe(1);
    });
    platform.room('raw').append({ value: 1, accountId: '1' });
    await eventually(() => {
      expect(stream.text()).toBe(':\n\nevent: next\ndata: {"data":{"ticker":{"value":1}}}\n\n');
    });
    stream.leave();
    await eventually(() => {
      expect(platform.room('raw').readers).toBe(0);
    });
  });

  it('ends with the event `complete`', async () => {
    const stream = await open({ accept: EVENT_STREAM, query: '{ accounts { id } }' });
    await eventually(() => {
      expect(stream.isOver()).toBe(true);
    });
    expect(stream.text()).toBe(
      ':\n\nevent: next\ndata: {"data":{"accounts":[{"id":"1"},{"id":"2"}]}}\n\nevent: complete\ndata: \n\n',
    );
  });
});

describe('a request for a stream', () => {
  const refused = async (request: Partial<RawRequest>) => {
    const stream = await open(request);
    await eventually(() => {
      expect(stream.isOver()).toBe(true);
    });
    const [, code] = /"code":"(\w+)"/.exec(stream.text()) ?? [];
    return [stream.response.statusCode, code];
  };

  it.each([
    '*/*',
    'application/json',
    'multipart/mixed, application/json',
    'multipart/mixed;deferSpec=20220824, */*',
    'text/event-stream;q=0, */*',
  ])('must name what it accepts: %s is refused', async (accept) => {
    expect(await refused({ accept })).toEqual([406, 'SUBSCRIPTION_NEEDS_STREAM']);
  });

  it.each([
    ['a form with text', { headers: { 'content-type': 'text/plain' } }],
    ['an EventSource', { method: 'GET', headers: { 'content-type': '' } }],
  ] satisfies [string, Partial<RawRequest>][])('cannot come from %s of any page', async (_, request) => {
    for (const accept of [APOLLO_CLIENT, EVENT_STREAM]) {
      expect(await refused({ ...request, accept })).toEqual([400, 'BAD_REQUEST']);
    }
    expect(platform.room('raw').readers).toBe(0);
  });

  it('is refused to pages of other origins', async () => {
    const origin = 'https://evil.example';
    expect(await refused({ headers: { origin } })).toEqual([403, 'ORIGIN_REFUSED']);
    const stream = await open({ headers: { origin: 'http://localhost:3000' } });
    expect(stream.response.headers['access-control-allow-origin']).toBe('http://localhost:3000');
    stream.leave();
  });

  it('is refused with 401 for a bad token, in whatever form it asks for', async () => {
    for (const accept of [APOLLO_CLIENT, EVENT_STREAM]) {
      expect(await refused({ accept, authorization: 'Bearer nonsense' })).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  it('without a query is refused', async () => {
    expect(await refused({ query: '' })).toEqual([400, 'BAD_REQUEST']);
    expect(await refused({ query: '', accept: EVENT_STREAM })).toEqual([200, 'BAD_REQUEST']);
  });

  it('by GET runs no mutation', async () => {
    const query = 'mutation { signIn(name: "a") }';
    platform.accounts.requests.length = 0;
    expect(await refused({ method: 'GET', accept: EVENT_STREAM, query })).toEqual([200, 'BAD_REQUEST']);
    expect((await refused({ method: 'GET', query }))[0]).toBe(405);
    expect(platform.accounts.requests).toEqual([]);
  });

  it('counts towards the rate of its address', async () => {
    const gateway = await platform.startGateway({ RATE_PER_ADDRESS: '1' });
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        requestGraphql({ url: gateway.url, query: 'subscription { nothing }', headers: { accept: APOLLO_CLIENT } }),
      ),
    );
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(0);
    expect(limited[0]?.headers.get('retry-after')).toBe('1');
  });
});
