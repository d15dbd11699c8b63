import { createHash } from 'node:crypto';
import { Id } from '@ordergraph/events';

/**
 * How services know the subject of a token. A subject that messages can carry is its own id; any other (`auth0|5f7c…`)
 * has the SHA-256 of it, 64 hexadecimal digits, so that it is the same user whenever it comes. So has a subject that looks
 * like such a hash: as its own id it would be the user whose hash it is.
 */
export const userIdOf = (subject: string): string =>
  Id.safeParse(subject).success && !hash.test(subject) ? subject : createHash('sha256').update(subject).digest('hex');

const hash = /^[0-9a-f]{64}$/;
