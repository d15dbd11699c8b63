import { principalKey, userKey, VISITOR_KEY } from './grants.js';

const robin = { kind: 'user', issuer: 'here', userId: 'robin', sessionId: 's', scopes: ['a'] } as const;

describe('who is the same caller', () => {
  it('has one id of one issuer, one session and the same scopes', () => {
    const keys = [
      principalKey(robin),
      principalKey({ ...robin, issuer: 'elsewhere' }),
      principalKey({ ...robin, userId: 'eve' }),
      principalKey({ ...robin, sessionId: 't' }),
      principalKey({ ...robin, scopes: [] }),
      VISITOR_KEY,
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(principalKey({ ...robin })).toBe(keys[0]);
  });
});

describe('who is the same user', () => {
  it('has one id of one issuer, in every session and with any scopes', () => {
    const keys = [userKey(robin), userKey({ ...robin, issuer: 'elsewhere' }), userKey({ ...robin, userId: 'eve' })];
    expect(new Set(keys).size).toBe(keys.length);
    expect(userKey({ ...robin, sessionId: 't', scopes: [] })).toBe(keys[0]);
    expect(userKey({ kind: 'visitor' })).toBeUndefined();
  });
});
