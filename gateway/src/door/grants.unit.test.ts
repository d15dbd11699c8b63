import { principalKey, VISITOR_KEY } from './grants.js';

describe('who is the same caller', () => {
  const robin = { kind: 'user', userId: 'robin', sessionId: 's', scopes: ['a'] } as const;

  it('has one id of one issuer, one session and the same scopes', () => {
    const keys = [
      principalKey(robin, 'here'),
      principalKey(robin, 'elsewhere'),
      principalKey({ ...robin, userId: 'eve' }, 'here'),
      principalKey({ ...robin, sessionId: 't' }, 'here'),
      principalKey({ ...robin, scopes: [] }, 'here'),
      VISITOR_KEY,
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(principalKey({ ...robin }, 'here')).toBe(keys[0]);
  });
});
