import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { Pool } from 'undici';

import { postJson } from '../src/subgraphs/post-json.js';

const post = { path: '/', headers: ['content-type', 'application/json'], body: '{}' };

/** What is read of what a server answers. */
async function answerOf(listener: RequestListener, mostBytes?: number) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const pool = new Pool(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  try {
    return await postJson(pool, post, mostBytes);
  } finally {
    await pool.destroy();
    server.closeAllConnections();
    server.close();
  }
}

describe('an answer to a post', () => {
  it('is read whole, characters that are cut in two included', async () => {
    const [first, second] = [Buffer.from('{"a":"é"}').subarray(0, 7), Buffer.from('{"a":"é"}').subarray(7)];
    const answer = await answerOf((_request, response) => {
      response.writeHead(418);
      response.write(first, () => response.end(second));
    });
    expect(answer).toEqual({ statusCode: 418, text: '{"a":"é"}' });
  });

  it('is text without a byte order mark, and may be nothing', async () => {
    expect(await answerOf((_request, response) => response.end('\uFEFF{}'))).toEqual({ statusCode: 200, text: '{}' });
    expect(await answerOf((_request, response) => response.end())).toEqual({ statusCode: 200, text: '' });
  });

  const coded = (coding: string, bytes: Buffer) =>
    answerOf((_request, response) => response.writeHead(200, { 'content-encoding': coding }).end(bytes), 10_000);

  it.each([
    ['gzip', gzipSync],
    ['X-GZip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['identity', Buffer.from],
  ] as const)('is read in the coding %s, within the same bound', async (coding, code) => {
    expect(await coded(coding, code(Buffer.from('{"a":"é"}')))).toEqual({ statusCode: 200, text: '{"a":"é"}' });
    await expect(coded(coding, code(Buffer.from('x'.repeat(10_001))))).rejects.toThrow('more than 10000 bytes');
  });

  it.each([
    ['zstd', "an answer in the coding 'zstd'"],
    ['gzip', 'an answer that is not gzip'],
  ])('says what was wrong with its coding: %s', async (coding, message) => {
    await expect(coded(coding, Buffer.from('{}'))).rejects.toThrow(message);
  });

  it('is given up when it is too long, or ends early', async () => {
    const endless: RequestListener = (_request, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(1_000), more);
      };
      more();
    };
    await expect(answerOf(endless, 10_000)).rejects.toThrow('more than 10000 bytes');
    const cut: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('x', () => response.destroy());
    };
    await expect(answerOf(cut)).rejects.toThrow();
  });
});
