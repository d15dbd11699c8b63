import { createTokenSigner, generateSigningKey, graphAudience } from '@ordergraph/service';
import type { TokenSigner, TrustedIssuer } from '@ordergraph/service';
import { GraphQLError } from 'graphql';
import { pino } from 'pino';

import { type Authenticator, createAuthenticator } from './authenticator.js';
import { createRateLimits } from './rate-limits.js';

const RATE = 3;
const HERE = '192.0.2.1';
const THERE = '192.0.2.2';
const issuer = 'urn:ordergraph:users';

let users: TokenSigner;
let strangers: TokenSigner;
beforeAll(async () => {
  const [key, foreign] = await Promise.all([generateSigningKey(), generateSigningKey()]);
  users = createTokenSigner({ issuer, key });
  strangers = createTokenSigner({ issuer, key: foreign });
});
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] });
});
afterEach(() => {
  jest.useRealTimers();
});

const tokenOf = async (signer: TokenSigner, userId = 'ada', lifetimeSeconds = 900): Promise<string> =>
  `Bearer ${await signer.sign({ principal: { kind: 'user', userId, scopes: [] }, audience: graphAudience, lifetimeSeconds })}`;

function authenticator(trusted: Partial<TrustedIssuer> = { jwks: users.publicKeys as TrustedIssuer['jwks'] }) {
  const lines: string[] = [];
  const authenticate = createAuthenticator({
    trustedIssuers: [{ issuer, ...trusted }],
    rateLimits: createRateLimits({
      perPrincipal: 0,
      perAddress: 0,
      newSockets: 0,
      newSocketsPerAddress: 0,
      badTokensPerAddress: RATE,
      signInPerMinute: 0,
      signInFields: [],
    }),
    logger: pino({ base: null }, { write: (line) => void lines.push(line) }),
  });
  return { authenticate, lines };
}

/** Whom it takes the bearer for, or why it takes them for nobody. */
const outcome = (authenticate: Authenticator, authorization: unknown, address = HERE): Promise<unknown> =>
  authenticate(authorization, address).then(
    ({ principal }) => (principal.kind === 'user' ? principal.userId : principal.kind),
    (error: unknown) => (error instanceof GraphQLError ? error.extensions['code'] : error),
  );

describe('an address with as many bad tokens as its rate', () => {
  it.each<[what: string, bad: () => Promise<unknown>]>([
    ['forged', () => tokenOf(strangers)],
    ['expired', () => tokenOf(users, 'ada', -60)],
    ['not even a token', () => Promise.resolve('Bearer nonsense')],
    ['no text', () => Promise.resolve({})],
  ])('has no other one checked until a second later: %s', async (_what, make) => {
    const { authenticate } = authenticator();
    const [bad, known, unknown] = await Promise.all([make(), tokenOf(users, 'known'), tokenOf(users, 'unknown')]);
    expect(await outcome(authenticate, known)).toBe('known');
    for (let count = 0; count < RATE; count += 1) expect(await outcome(authenticate, bad)).toBe('UNAUTHENTICATED');
    expect(await outcome(authenticate, bad)).toBe('RATE_LIMITED');
    expect(await outcome(authenticate, unknown)).toBe('RATE_LIMITED');
    // What was good before is no try, and nobody else pays for it.
    expect(await outcome(authenticate, known)).toBe('known');
    expect(await outcome(authenticate, undefined)).toBe('visitor');
    expect(await outcome(authenticate, unknown, THERE)).toBe('unknown');
    jest.advanceTimersByTime(1_001);
    expect(await outcome(authenticate, bad)).toBe('UNAUTHENTICATED');
    expect(await outcome(authenticate, await tokenOf(users, 'another'))).toBe('another');
  });
});

it('checks few of a flood that comes at once', async () => {
  const { authenticate } = authenticator();
  const [forged, good] = await Promise.all([tokenOf(strangers), tokenOf(users, 'elsewhere')]);
  const flood = Promise.all(Array.from({ length: 500 }, () => outcome(authenticate, forged)));
  expect(await outcome(authenticate, good, THERE)).toBe('elsewhere');
  const checked = (await flood).filter((each) => each === 'UNAUTHENTICATED');
  expect(checked.length).toBeGreaterThanOrEqual(RATE);
  expect(checked.length).toBeLessThanOrEqual(RATE + 8);
});

it('lets any number of good ones in at once', async () => {
  const { authenticate } = authenticator();
  const names = Array.from({ length: 100 }, (_, index) => `user-${String(index)}`);
  const tokens = await Promise.all(names.map((name) => tokenOf(users, name)));
  expect(await Promise.all(tokens.map((token) => outcome(authenticate, token)))).toEqual(names);
});

describe('an issuer whose keys cannot be fetched', () => {
  it('makes no token a bad one, and is told of once', async () => {
    const { authenticate, lines } = authenticator({ jwksUri: 'http://127.0.0.1:1/jwks' });
    const token = await tokenOf(users);
    for (let count = 0; count < RATE + 2; count += 1)
      expect(await outcome(authenticate, token)).toBe('SERVICE_UNAVAILABLE');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('http://127.0.0.1:1/jwks');
  });
});
