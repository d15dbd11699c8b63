import { hash, verify } from '@node-rs/argon2';

/** argon2id with the parameters that OWASP's Password Storage Cheat Sheet recommends first for one thread: 19 MiB, two passes. */
const owasp = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(normalize(password), owasp);

/**
 * Whether the password is the one that was hashed. Without a hash (nobody has that e-mail address) as much work is done, so
 * that the time of an answer does not tell who has an account.
 */
export async function verifyPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobodysHash()), normalize(password));
  return matches && passwordHash !== undefined;
}

/** The same password may arrive composed or decomposed, depending on the keyboard (NIST SP 800-63B, 5.1.1.2). */
const normalize = (password: string): string => password.normalize('NFKC');

let hashOfNobody: Promise<string> | undefined;
const nobodysHash = (): Promise<string> => (hashOfNobody ??= hashPassword('the password of nobody'));
