import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { graphAudience, subgraphAudience } from './audiences.js';
import type { Principal } from './principal.js';
import { generateSigningKey } from './signing-key.js';
import { createTokenSigner, type TokenSigner } from './token-signer.js';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.js';
import type { TrustedIssuer } from './trusted-issuer.js';
import { userIdOf } from './user-id.js';

const ada: Principal = { kind: 'user', userId: 'ada', sessionId: 's1', scopes: ['users:read', 'orders:operate'] };
const audience = graphAudience;
const issuer = 'urn:ordergraph:users';

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const inAnHour = (): number => Math.floor(Date.now() / 1_000) + 3_600;

describe('a token verifier', () => {
  let signer: TokenSigner;
  let verifier: TokenVerifier;
  const trust = (from: TokenSigner): TrustedIssuer => ({ issuer: from.issuer, jwks: from.publicKeys }) as TrustedIssuer;

  beforeAll(async () => {
    signer = createTokenSigner({ issuer, key: await generateSigningKey() });
    verifier = createTokenVerifier([trust(signer)], [graphAudience, subgraphAudience('orders')]);
  });

  const refused = (authorization: string | undefined) =>
    expect(verifier.verify(authorization)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });

  it('reads back what was signed', async () => {
    const token = await signer.sign({ principal: ada, audience, lifetimeSeconds: 60 });
    expect(await verifier.verify(`Bearer ${token}`)).toEqual(ada);
    const { expiresAt } = await verifier.inspect(`bearer ${token}`);
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now());
  });

  it('knows a visitor vouched for by an issuer', async () => {
    const token = await signer.sign({ principal: { kind: 'visitor' }, audience, lifetimeSeconds: 60 });
    expect(await verifier.verify(`Bearer ${token}`)).toEqual({ kind: 'visitor' });
  });

  it('knows users by the subject, or as it is told to', async () => {
    const subject = 'auth0|5f7c8ec7c33c6c004bbafe82';
    const principal: Principal = { ...ada, userId: subject };
    const authorization = `Bearer ${await signer.sign({ principal, audience, lifetimeSeconds: 60 })}`;
    expect(await verifier.verify(authorization)).toEqual(principal);
    const naming = createTokenVerifier([trust(signer)], audience, userIdOf);
    expect(await naming.verify(authorization)).toEqual({ ...ada, userId: userIdOf(subject) });
    const token = await signer.sign({ principal: { kind: 'visitor' }, audience, lifetimeSeconds: 60 });
    expect(await naming.verify(`Bearer ${token}`)).toEqual({ kind: 'visitor' });
  });

  it.each([undefined, '', 'Bearer', 'Bearer a.b', 'Bearer a.b.c', 'Basic abc', `Bearer ${'x'.repeat(9_000)}.y.z`])(
    'refuses %.40p',
    async (authorization) => refused(authorization),
  );

  it('refuses an expired token', async () => {
    await refused(`Bearer ${await signer.sign({ principal: ada, audience, lifetimeSeconds: -60 })}`);
  });

  it('refuses a token that has expired since it was accepted', async () => {
    const authorization = `Bearer ${await signer.sign({ principal: ada, audience, lifetimeSeconds: 30 })}`;
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout', 'performance'] });
    try {
      expect(await verifier.verify(authorization)).toEqual(ada);
      expect(await verifier.verify(authorization)).toEqual(ada);
      jest.setSystemTime(Date.now() + 40_000);
      await refused(authorization);
    } finally {
      jest.useRealTimers();
    }
  });

  it('knows what it has accepted, for as long as that is valid, and nothing else', async () => {
    const token = await signer.sign({ principal: ada, audience, lifetimeSeconds: 300 });
    const authorization = `Bearer ${token}`;
    const forged = `${authorization.slice(0, -8)}AAAAAAAA`;
    expect(verifier.hasAccepted(authorization)).toBe(false);
    await verifier.verify(authorization);
    await refused(forged);
    expect(['', token, forged, authorization].map((text) => verifier.hasAccepted(text))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    // It is checked again after a minute, and is no less known for that.
    const sinceStart = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 120_000);
    expect(verifier.hasAccepted(authorization)).toBe(true);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 400_000);
    expect(verifier.hasAccepted(authorization)).toBe(false);
    for (const each of [sinceStart, clock]) each.mockRestore();
  });

  it('refuses another audience and another issuer', async () => {
    await refused(
      `Bearer ${await signer.sign({ principal: ada, audience: subgraphAudience('users'), lifetimeSeconds: 60 })}`,
    );
    const stranger = createTokenSigner({ issuer: 'urn:else', key: await generateSigningKey() });
    await refused(`Bearer ${await stranger.sign({ principal: ada, audience, lifetimeSeconds: 60 })}`);
  });

  it('refuses an audience that only other issuers may use', async () => {
    const narrow = createTokenVerifier(
      [{ ...trust(signer), audience: graphAudience }],
      [graphAudience, subgraphAudience('orders')],
    );
    const token = await signer.sign({ principal: ada, audience: subgraphAudience('orders'), lifetimeSeconds: 60 });
    await expect(narrow.verify(`Bearer ${token}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await verifier.verify(`Bearer ${token}`)).toEqual(ada);
  });

  it('refuses a key of its own under a trusted name', async () => {
    const impostor = createTokenSigner({ issuer, key: await generateSigningKey() });
    await refused(`Bearer ${await impostor.sign({ principal: ada, audience, lifetimeSeconds: 60 })}`);
  });

  it('refuses alg none, and HS256 with the public key as secret', async () => {
    const claims = base64({ iss: issuer, aud: audience, sub: 'ada', exp: inAnHour() });
    await refused(`Bearer ${base64({ alg: 'none' })}.${claims}.`);
    const [key] = signer.publicKeys.keys;
    const unsigned = `${base64({ alg: 'HS256', kid: key?.kid })}.${claims}`;
    const signature = createHmac('sha256', JSON.stringify(key)).update(unsigned).digest('base64url');
    await refused(`Bearer ${unsigned}.${signature}`);
  });

  it('refuses another asymmetric algorithm even with a trusted key', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'rsa' }];
    const trusting = createTokenVerifier([{ issuer, jwks: { keys } } as unknown as TrustedIssuer], audience);
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'RS256', kid: 'rsa' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject('ada')
      .setExpirationTime('1h')
      .sign(privateKey);
    await expect(trusting.verify(`Bearer ${token}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('refuses a token without sub or without exp', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'k' }];
    const trusting = createTokenVerifier([{ issuer, jwks: { keys } } as unknown as TrustedIssuer], audience);
    const bare = () =>
      new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'k' }).setIssuer(issuer).setAudience(audience);
    for (const token of [
      await bare().setSubject('ada').sign(privateKey),
      await bare().setExpirationTime('1h').sign(privateKey),
    ]) {
      await expect(trusting.verify(`Bearer ${token}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  it('works with inline keys while the address of further keys is dead, and cannot tell of others', async () => {
    const lonely = createTokenVerifier([{ ...trust(signer), jwksUri: 'http://127.0.0.1:1/jwks' }], audience);
    const token = await signer.sign({ principal: ada, audience, lifetimeSeconds: 60 });
    expect(await lonely.verify(`Bearer ${token}`)).toEqual(ada);
    const other = createTokenSigner({ issuer, key: await generateSigningKey() });
    const unknown = `Bearer ${await other.sign({ principal: ada, audience, lifetimeSeconds: 60 })}`;
    await expect(lonely.verify(unknown)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(lonely.hasAccepted(unknown)).toBe(false);
  });
});
