import { hashPassword, verifyPassword } from './passwords.js';

it('hashes with argon2id and the parameters OWASP recommends', async () => {
  expect(await hashPassword('ordergraph-demo-1')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

it('verifies the password that was hashed, composed or not, and no other', async () => {
  const hash = await hashPassword('caf\u00e9 au lait');
  expect(await verifyPassword('cafe\u0301 au lait', hash)).toBe(true);
  expect(await verifyPassword('cafe au lait', hash)).toBe(false);
});

it('verifies nothing where nobody has an account', async () => {
  expect(await verifyPassword('the password of nobody', undefined)).toBe(false);
});
