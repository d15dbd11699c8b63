import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { eventually, requestGraphql, type TestIdentity, testIdentity, testUser } from '@ordergraph/testing';

import type { RunningGateway } from '../src/service.js';
import { type Platform, startPlatform } from './support/platform.js';
import { openSocket } from './support/raw-socket.js';

jest.setTimeout(60_000);

const query = '{ me { id } }';

let platform: Platform;
let strangers: TestIdentity;
beforeAll(async () => {
  [platform, strangers] = await Promise.all([startPlatform(), testIdentity()]);
});
afterAll(() => platform.stop());

const ask = async ({ url }: RunningGateway, authorization?: string, headers: Record<string, string> = {}) => {
  const answer = await requestGraphql({ url, query, authorization, headers });
  const { status, data, errors } = answer;
  const { code, retryable, retryAfterSeconds } = errors?.[0]?.extensions ?? {};
  return { status, data, code, retryable, retryAfterSeconds, retryAfter: answer.headers.get('retry-after') };
};

/** How a socket is closed whose `connection_init` has the token. */
async function closeOf({ url }: RunningGateway, authorization: string): Promise<[code: number, reason: string]> {
  const socket = await openSocket(url);
  socket.send({ type: 'connection_init', payload: { authorization } });
  return socket.closed();
}

/** What comes of operations that bring the token themselves, on a socket of a visitor. */
async function errorsOf({ url }: RunningGateway, authorization: string, count: number): Promise<unknown[]> {
  const socket = await openSocket(url);
  socket.send({ type: 'connection_init' });
  await socket.received(1);
  for (let id = 0; id < count; id += 1)
    socket.send({ type: 'subscribe', id: String(id), payload: { query, extensions: { authorization } } });
  const [, ...messages] = await socket.received(count + 1);
  socket.leave();
  return messages.map(({ payload }) => payload);
}

const refused = (code: string, retryable: boolean) => ({ extensions: { code, retryable } });

describe('an address that sends bad tokens', () => {
  const flood = async (gateway: RunningGateway) => {
    const forged = await strangers.sign(testUser('1'));
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(gateway, forged)));
    return { forged, answers };
  };

  it('is told UNAUTHENTICATED, and beyond its rate RATE_LIMITED instead of having them checked', async () => {
    const gateway = await platform.startGateway({ RATE_BAD_TOKENS_PER_ADDRESS: '2' });
    const isLimited = { status: 429, code: 'RATE_LIMITED', retryable: true, retryAfterSeconds: 1, retryAfter: '1' };
    const isRefused = { status: 401, code: 'UNAUTHENTICATED', retryable: false };
    await eventually(async () => {
      const { answers } = await flood(gateway);
      const limited = answers.filter(({ status }) => status === 429);
      expect(limited).not.toEqual([]);
      expect(limited).toMatchObject(limited.map(() => isLimited));
      expect(answers.filter(({ status }) => status === 401)).toMatchObject(
        Array.from({ length: answers.length - limited.length }, () => isRefused),
      );
    });
    // Its rate is one of a second: an honest client whose token has expired is told so then.
    await eventually(async () =>
      expect(await ask(gateway, await platform.sign(testUser('1'), -60))).toMatchObject(isRefused),
    );
  });

  it('is told so over a WebSocket, by `connection_init` and by operations', async () => {
    const gateway = await platform.startGateway({ RATE_BAD_TOKENS_PER_ADDRESS: '2' });
    const forged = await strangers.sign(testUser('1'));
    await eventually(async () => {
      const closes = await Promise.all(Array.from({ length: 10 }, () => closeOf(gateway, forged)));
      expect(closes).toContainEqual([1013, 'Too many bad tokens']);
      for (const [code] of closes) expect([4403, 1013]).toContain(code);
    });
    await eventually(async () => {
      expect(await errorsOf(gateway, forged, 20)).toContainEqual([
        expect.objectContaining({
          extensions: expect.objectContaining({ code: 'RATE_LIMITED', retryAfterSeconds: 1 }) as unknown,
        }),
      ]);
    });
  });

  it('has tokens answered that were good before, its visitors, and all of other addresses', async () => {
    const gateway = await platform.startGateway({ RATE_BAD_TOKENS_PER_ADDRESS: '2', TRUST_PROXY: 'true' });
    const [known, unknown] = await Promise.all(['1', '2'].map((id) => platform.sign(testUser(id))));
    const isOne = { status: 200, data: { me: { id: '1' } } };
    expect(await ask(gateway, known)).toMatchObject(isOne);
    await eventually(async () => {
      const [{ answers }, ofKnown, ofVisitor] = await Promise.all([flood(gateway), ask(gateway, known), ask(gateway)]);
      expect([ofKnown, ofVisitor]).toMatchObject([isOne, { status: 200, data: { me: null } }]);
      expect(answers.map(({ code }) => code)).toContain('RATE_LIMITED');
    });
    const elsewhere = await ask(gateway, unknown, { 'x-forwarded-for': '127.0.0.1, 192.0.2.1' });
    expect(elsewhere).toMatchObject({ status: 200, data: { me: { id: '2' } } });
  });

  it('has all of them checked where the rate is 0', async () => {
    const gateway = await platform.startGateway({ RATE_BAD_TOKENS_PER_ADDRESS: '0' });
    const { answers } = await flood(gateway);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
  });
});

describe('an issuer whose keys are fetched', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });
  const trusting = async (listener: RequestListener): Promise<RunningGateway> => {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const jwksUri = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/jwks`;
    return platform.startGateway({ TRUSTED_ISSUERS: JSON.stringify([{ issuer: strangers.users.issuer, jwksUri }]) });
  };

  it.each<[how: string, listener: RequestListener]>([
    ['cuts the connection', (request) => request.socket.destroy()],
    ['fails', (_request, response) => response.writeHead(500).end()],
    ['answers something else', (_request, response) => response.end('<html>')],
    ['does not answer in time', () => undefined],
  ])('and who %s, makes its users come again later, over every transport', async (_how, listener) => {
    const gateway = await trusting(listener);
    const authorization = await strangers.sign(testUser('1'));
    const unavailable = { status: 503, code: 'SERVICE_UNAVAILABLE', retryable: true };
    expect(await ask(gateway, authorization)).toMatchObject(unavailable);
    expect(await ask(gateway, authorization, { accept: 'text/event-stream, application/json' })).toMatchObject(
      unavailable,
    );
    expect(await closeOf(gateway, authorization)).toEqual([1013, 'Token cannot be checked now']);
    expect(await errorsOf(gateway, authorization, 1)).toMatchObject([[refused('SERVICE_UNAVAILABLE', true)]]);
    expect(await ask(gateway)).toMatchObject({ status: 200, data: { me: null } });
  });

  it('and who does not have that of a token, makes it a bad one', async () => {
    const others = await testIdentity();
    const gateway = await trusting((_request, response) => response.end(JSON.stringify(others.users.publicKeys)));
    const authorization = await strangers.sign(testUser('1'));
    expect(await ask(gateway, authorization)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(await closeOf(gateway, authorization)).toEqual([4403, 'Token not accepted']);
    expect(await errorsOf(gateway, authorization, 1)).toMatchObject([[refused('UNAUTHENTICATED', false)]]);
    expect(await ask(gateway, await others.sign(testUser('1')))).toMatchObject({ data: { me: { id: '1' } } });
  });
});
