import {
  createTokenSigner,
  generateSigningKey,
  graphAudience,
  type Principal,
  type SigningKey,
  subgraphAudience,
  type TokenSigner,
  type TrustedIssuer,
} from '@ordergraph/service';

/** Issuers for a test, with tokens of theirs. */
export interface TestIdentity {
  /** Value of TRUSTED_ISSUERS that accepts both. */
  readonly trustedIssuers: string;
  readonly issuers: readonly TrustedIssuer[];
  /** USERS_SIGNING_KEY and GATEWAY_SIGNING_KEY as they stand in an environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly users: TokenSigner;
  readonly gateway: TokenSigner;
  /** `Bearer …` of the users service, for the whole graph. Default: 15 minutes. */
  sign(
    principal: Principal,
    options?: { readonly audience?: string; readonly lifetimeSeconds?: number },
  ): Promise<string>;
  /** `Bearer …` of the gateway, for one subgraph; visitors have one too. */
  signForSubgraph(principal: Principal, subgraph: string): Promise<string>;
}

/** Fresh keys for the issuers `urn:ordergraph:users` and `urn:ordergraph:gateway`. */
export async function testIdentity(): Promise<TestIdentity> {
  const [usersKey, gatewayKey] = await Promise.all([generateSigningKey(), generateSigningKey()]);
  const users = createTokenSigner({ issuer: 'urn:ordergraph:users', key: usersKey });
  const gateway = createTokenSigner({ issuer: 'urn:ordergraph:gateway', key: gatewayKey });
  const issuers = [users, gateway].map(({ issuer, publicKeys }) => ({ issuer, jwks: publicKeys }) as TrustedIssuer);
  return {
    issuers,
    trustedIssuers: JSON.stringify(issuers),
    environment: environmentOf(usersKey, gatewayKey, issuers),
    users,
    gateway,
    sign: async (principal, { audience = graphAudience, lifetimeSeconds = 900 } = {}) =>
      `Bearer ${await users.sign({ principal, audience, lifetimeSeconds })}`,
    signForSubgraph: async (principal, subgraph) =>
      `Bearer ${await gateway.sign({ principal, audience: subgraphAudience(subgraph), lifetimeSeconds: 60 })}`,
  };
}

/** A signed-in customer, or an operator when scopes are given. */
export const testUser = (userId: string, ...scopes: readonly string[]): Principal => ({
  kind: 'user',
  userId,
  sessionId: `session-of-${userId}`,
  scopes,
});

function environmentOf(usersKey: SigningKey, gatewayKey: SigningKey, issuers: readonly TrustedIssuer[]) {
  return {
    USERS_SIGNING_KEY: JSON.stringify(usersKey),
    GATEWAY_SIGNING_KEY: JSON.stringify(gatewayKey),
    TRUSTED_ISSUERS: JSON.stringify(issuers),
  };
}
