import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { testUser } from '@ordergraph/testing';
import { request } from 'undici';

import { type Platform, startPlatform } from './support/platform.js';
import { APOLLO_CLIENT, EVENT_STREAM } from './support/raw-stream.js';

jest.setTimeout(30_000);

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ COMPRESS_FROM_BYTES: '500' });
});
afterAll(() => platform.stop());

/** Many aliases of one field make a large answer. */
const large = `{ ${Array.from({ length: 9 }, (_, index) => `a${index}: accounts { __typename id name friends { __typename id name } }`).join(' ')} }`;
const small = '{ memberCount }';

async function ask(query: string, headers: Record<string, string>) {
  const answer = await request(platform.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: await platform.sign(testUser('1')),
      ...headers,
    },
    body: JSON.stringify({ query }),
  });
  return { ...answer, bytes: Buffer.from(await answer.body.arrayBuffer()) };
}

describe('compression', () => {
  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('answers with %s what is large, to who takes it', async (encoding, unpack) => {
    const packed = await ask(large, { 'accept-encoding': encoding });
    const plain = await ask(large, {});
    expect(packed.headers).toMatchObject({
      'content-encoding': encoding,
      vary: expect.stringContaining('accept-encoding') as unknown,
    });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(unpack(packed.bytes).toString()).toBe(plain.bytes.toString());
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 2);
  });

  it('leaves small answers as they are', async () => {
    const answer = await ask(small, { 'accept-encoding': 'br, gzip' });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(answer.bytes.toString())).toEqual({ data: { memberCount: 2 } });
  });

  it.each([APOLLO_CLIENT, EVENT_STREAM])('never touches a stream: %s', async (accept) => {
    const answer = await request(platform.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-encoding': 'br, gzip',
        accept,
        authorization: await platform.sign(testUser('1')),
      },
      body: JSON.stringify({ query: 'subscription { counter(room: "plain") { value padding } }' }),
    });
    expect(answer.headers['content-encoding']).toBeUndefined();
    platform.room('plain').append({ value: 1, accountId: '1', padding: 'x'.repeat(10_000) });
    let text = '';
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      text += chunk.toString();
      if (text.includes('"value":1')) break;
    }
    expect(text).toContain('"value":1');
  });

  it('does not unpack requests', async () => {
    const answer = await request(platform.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: JSON.stringify({ query: small }).repeat(2),
    });
    expect(answer.statusCode).toBe(400);
    await answer.body.dump();
  });
});
