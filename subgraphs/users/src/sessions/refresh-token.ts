import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: nothing to guess, so a fast hash is enough to keep the stored form useless to a thief. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');

export const hashRefreshToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
