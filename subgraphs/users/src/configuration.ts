import { type SigningKey, signingKey } from '@ordergraph/service';
import { z } from 'zod';

export interface UsersConfiguration {
  /** Signs access tokens. */
  readonly signingKey: SigningKey;
  /** `iss` of access tokens. */
  readonly issuer: string;
}

export const configuration: z.ZodType<UsersConfiguration> = z
  .object({ USERS_SIGNING_KEY: signingKey(), USERS_ISSUER: z.string().default('urn:ordergraph:users') })
  .transform(({ USERS_SIGNING_KEY, USERS_ISSUER }) => ({ signingKey: USERS_SIGNING_KEY, issuer: USERS_ISSUER }));
