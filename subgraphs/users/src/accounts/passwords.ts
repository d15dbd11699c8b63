import { hash, verify } from '@node-rs/argon2';
import { ServiceUnavailable } from '@ordergraph/service';
import { bulkhead, isBulkheadRejectedError } from 'cockatiel';
import { normalizePassword } from '../domain/password.js';

/** argon2id with the parameters that OWASP's Password Storage Cheat Sheet recommends first for one thread: 19 MiB, two passes. */
const owasp = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Two at a time: hashing shares Node's four worker threads with the verification of tokens, which would wait behind every
 * password that somebody tries. Fifty wait, seconds at most; whoever comes then is told to come again.
 */
const turns = bulkhead(2, 50);

/** @throws {ServiceUnavailable} when too many wait already */
export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => hash(normalizePassword(password), owasp));

/**
 * Whether the password is the one that was hashed. Without a hash (nobody has that e-mail address) as much work is done, so
 * that the time of an answer does not tell who has an account.
 *
 * @throws {ServiceUnavailable} when too many wait already
 */
export async function verifyPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const known = passwordHash ?? (await nobodysHash());
  const matches = await inTurn(() => verify(known, normalizePassword(password)));
  return matches && passwordHash !== undefined;
}

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await turns.execute(work);
  } catch (error) {
    throw isBulkheadRejectedError(error) ? new ServiceUnavailable(undefined, error) : error;
  }
}

let hashOfNobody: Promise<string> | undefined;
/** Out of turn: made once, and a refusal would be remembered. */
const nobodysHash = (): Promise<string> => (hashOfNobody ??= hash('the password of nobody', owasp));
