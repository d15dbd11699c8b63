import { createTokenVerifier, graphAudience, type TrustedIssuer } from '@ordergraph/service';
import { eventually } from '@ordergraph/testing';
import type { RegisteredUser } from '../src/domain/user.js';
import { seedUsers } from '../src/seed.js';
import { signIn } from '../src/use-cases/sign-in.js';
import { type OpenUsers, openUsers } from './open-users.js';

describe('sessions', () => {
  let users: OpenUsers;
  let operator: RegisteredUser;
  beforeAll(async () => {
    users = await openUsers();
    await seedUsers(users.log);
    const found = await signIn(users.log, users.accounts, {
      email: 'operator@example.com',
      password: 'ordergraph-demo-1',
    });
    if (!found) throw new Error('the operator was not seeded');
    operator = found;
  });
  afterAll(() => users.close());

  const sessionOf = async (accessToken: string) => {
    const issuers = [{ issuer: users.signer.issuer, jwks: users.signer.publicKeys }] as TrustedIssuer[];
    const { principal, expiresAt } = await createTokenVerifier(issuers, graphAudience).inspect(`Bearer ${accessToken}`);
    if (principal.kind !== 'user') throw new Error('a token of nobody');
    return { ...principal, expiresAt };
  };

  it('give an access token of 15 minutes with user, session and scopes', async () => {
    const { accessToken, accessTokenExpiresAt } = await users.sessions.start(operator);
    const { userId, sessionId, scopes, expiresAt } = await sessionOf(accessToken);
    expect(userId).toBe(operator.id);
    expect(sessionId).toEqual(expect.any(String));
    expect(scopes).toEqual(expect.arrayContaining(['catalog:write', 'users:read', 'payments:refund']));
    expect(Math.abs(expiresAt.getTime() - accessTokenExpiresAt.getTime())).toBeLessThan(2_000);
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(14 * 60_000);
  });

  it('keep their id over refreshing, with another refresh token each time', async () => {
    const first = await users.sessions.start(operator);
    const second = await users.sessions.refresh(first.refreshToken);
    expect(second?.refreshToken).not.toBe(first.refreshToken);
    const ids = await Promise.all([first, second].map(async (each) => sessionOf(each?.accessToken ?? '')));
    expect(ids[0]?.sessionId).toBe(ids[1]?.sessionId);
  });

  it('end for everybody when a refresh token is spent twice', async () => {
    const [stolen, bystander] = [await users.sessions.start(operator), await users.sessions.start(operator)];
    const thief = await users.sessions.refresh(stolen.refreshToken);
    expect(await users.sessions.refresh(stolen.refreshToken)).toBeUndefined();
    expect(await users.sessions.refresh(thief?.refreshToken ?? '')).toBeUndefined();
    expect(await users.sessions.refresh(bystander.refreshToken)).toBeDefined();
  });

  it('let at most one of many who spend a token at once go on, and then end', async () => {
    const { refreshToken } = await users.sessions.start(operator);
    const refreshed = await Promise.all(Array.from({ length: 10 }, () => users.sessions.refresh(refreshToken)));
    const winners = refreshed.filter((session) => session !== undefined);
    expect(winners.length).toBeLessThanOrEqual(1);
    for (const winner of winners) expect(await users.sessions.refresh(winner.refreshToken)).toBeUndefined();
  });

  it('end when they expire', async () => {
    const { refreshToken, accessToken } = await users.sessions.start(operator);
    const { sessionId } = await sessionOf(accessToken);
    const sessions = users.database.collection<{ _id: string }>('sessions');
    await sessions.updateOne({ _id: sessionId ?? '' }, { $set: { expiresAt: new Date(0) } });
    expect(await users.sessions.refresh(refreshToken)).toBeUndefined();
  });

  it('are removed by the database after 30 days', async () => {
    const session = await users.sessions.start(operator);
    expect(session.refreshTokenExpiresAt.getTime() - Date.now()).toBeGreaterThan(29.9 * 86_400_000);
    for (const name of ['sessions', 'refreshTokens']) {
      await eventually(async () => {
        const indexes = await users.database.collection(name).indexes();
        expect(indexes).toContainEqual(expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }));
      });
    }
  });

  it('end one by one or everywhere, and ending what has ended is no error', async () => {
    await users.sessions.end({ userId: operator.id }, true);
    const [one, other] = [await users.sessions.start(operator), await users.sessions.start(operator)];
    const { userId, sessionId } = await sessionOf(one.accessToken);
    const ofOne = { userId, ...(sessionId !== undefined && { sessionId }) };
    expect(await users.sessions.end(ofOne, false)).toBe(1);
    expect(await users.sessions.end(ofOne, false)).toBe(0);
    expect(await users.sessions.refresh(one.refreshToken)).toBeUndefined();
    expect(await users.sessions.end(ofOne, true)).toBe(1);
    expect(await users.sessions.refresh(other.refreshToken)).toBeUndefined();
  });

  it('cannot be ended by another user', async () => {
    const { accessToken, refreshToken } = await users.sessions.start(operator);
    const { sessionId = '' } = await sessionOf(accessToken);
    expect(await users.sessions.end({ userId: 'somebody-else', sessionId }, false)).toBe(0);
    expect(await users.sessions.refresh(refreshToken)).toBeDefined();
  });

  it('are stored without anything that could be spent', async () => {
    const { refreshToken } = await users.sessions.start(operator);
    const stored = await Promise.all(
      ['sessions', 'refreshTokens'].map((name) => users.database.collection(name).find().toArray()),
    );
    expect(JSON.stringify(stored)).not.toContain(refreshToken);
  });
});
