import { hashPassword, verifyPassword } from './passwords.js';

jest.setTimeout(30_000);

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

describe('while many passwords are tried at once', () => {
  it('lets other work of the threads through, such as the verification of tokens', async () => {
    const known = await hashPassword('correct horse');
    let verified = 0;
    const tried = Array.from({ length: 40 }, async () => {
      await verifyPassword('wrong horse', known);
      verified += 1;
    });
    await crypto.subtle.digest('SHA-256', new Uint8Array(1));
    expect(verified).toBeLessThan(10);
    await Promise.all(tried);
  });

  it('keeps a limited number waiting, tells the others to come again, and goes on afterwards', async () => {
    const known = await hashPassword('correct horse');
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => verifyPassword('correct horse', known)));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(8);
    expect(refused[0]).toMatchObject({ reason: { code: 'SERVICE_UNAVAILABLE' } });
    expect(await verifyPassword('correct horse', known)).toBe(true);
  });
});
