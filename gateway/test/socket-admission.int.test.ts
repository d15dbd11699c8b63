import { once } from 'node:events';

import { eventually } from '@ordergraph/testing';
import { WebSocket } from 'ws';

import { type Platform, startPlatform } from './support/platform.js';

jest.setTimeout(30_000);

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

/** The status of the handshake: 101 when the socket opened. */
async function handshake(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; retryAfter?: string | undefined }> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws', { headers });
  const opened = once(socket, 'open').then(() => ({ status: 101 }));
  const refused = once(socket, 'unexpected-response').then((event) => {
    const [, { statusCode, headers }] = event as [
      unknown,
      { statusCode: number; headers: Record<string, string | undefined> },
    ];
    return { status: statusCode, retryAfter: headers['retry-after'] };
  });
  const outcome = await Promise.race([opened, refused]);
  socket.on('error', () => undefined);
  socket.terminate();
  return outcome;
}

const many = async (url: string, count: number) => Promise.all(Array.from({ length: count }, () => handshake(url)));

describe.each(['RATE_NEW_SOCKETS', 'RATE_NEW_SOCKETS_PER_ADDRESS'])('%s', (name) => {
  it('lets so many sockets in a second, sends others away for a while, and takes them then', async () => {
    const { url } = await platform.startGateway({ [name]: '5' });
    const began = performance.now();
    const outcomes = await many(url, 60);
    const seconds = Math.floor((performance.now() - began) / 1_000) + 1;
    const refused = outcomes.filter(({ status }) => status !== 101);
    expect(outcomes.length - refused.length).toBeGreaterThanOrEqual(5);
    expect(outcomes.length - refused.length).toBeLessThanOrEqual(5 * seconds);
    expect(refused).toEqual(refused.map(() => ({ status: 429, retryAfter: '1' })));
    await eventually(async () => expect(await handshake(url)).toEqual({ status: 101 }));
  });

  it('has no limit when it is 0', async () => {
    const { url } = await platform.startGateway({ [name]: '0' });
    const outcomes = await many(url, 50);
    expect(outcomes.filter(({ status }) => status === 101)).toHaveLength(50);
  });
});

it('an address that opens too many takes no places of others', async () => {
  const { url } = await platform.startGateway({
    RATE_NEW_SOCKETS: '10',
    RATE_NEW_SOCKETS_PER_ADDRESS: '5',
    TRUST_PROXY: 'true',
  });
  // The proxy appends the address it saw.
  const from = async (address: string): Promise<number> =>
    (await handshake(url, { 'x-forwarded-for': `10.0.0.1, ${address}` })).status;
  const greedy = await Promise.all(Array.from({ length: 40 }, () => from('192.0.2.1')));
  const other = await Promise.all(Array.from({ length: 3 }, () => from('192.0.2.2')));
  expect(greedy.filter((status) => status === 101).length).toBeGreaterThanOrEqual(5);
  expect(other).toEqual([101, 101, 101]);
});
