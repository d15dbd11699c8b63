import { createHash } from 'node:crypto';
import { Id } from '@ordergraph/events';

/**
 * How services know the subject of a token. A subject that messages can carry is its own id; any other (`auth0|5f7c…`) has the SHA-256
 * of it, 64 hexadecimal digits, so that it is the same user whenever it comes.
 */
export const userIdOf = (subject: string): string =>
  Id.safeParse(subject).success ? subject : createHash('sha256').update(subject).digest('hex');
