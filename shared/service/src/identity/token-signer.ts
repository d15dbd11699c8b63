import { importJWK, type JSONWebKeySet, SignJWT } from 'jose';
import { type Principal, visitorSubject } from './principal.js';
import { publicKeyOf, signingAlgorithm, type SigningKey } from './signing-key.js';

/** What a token says, and for how long. */
export interface TokenRequest {
  readonly principal: Principal;
  /** Who may accept it: `graphAudience` or `subgraphAudience(name)`. */
  readonly audience: string;
  readonly lifetimeSeconds: number;
}

/** Makes tokens of one issuer. */
export interface TokenSigner {
  readonly issuer: string;
  /** The public key, to be published or configured as trusted. */
  readonly publicKeys: JSONWebKeySet;
  /** A compact ES256 JWT with `iss`, `aud`, `sub`, `sid`, `scope`, `iat` and `exp`; no `Bearer` in front. */
  sign(request: TokenRequest): Promise<string>;
}

/** A signer with a private P-256 key; the key is imported once. */
export function createTokenSigner(options: { readonly issuer: string; readonly key: SigningKey }): TokenSigner {
  const { issuer, key } = options;
  const header = { alg: signingAlgorithm, kid: key.kid, typ: 'JWT' };
  let imported: ReturnType<typeof importJWK> | undefined;
  return {
    issuer,
    publicKeys: { keys: [publicKeyOf(key)] },
    async sign({ principal, audience, lifetimeSeconds }) {
      const now = Math.floor(Date.now() / 1_000);
      imported ??= importJWK(key, signingAlgorithm);
      return new SignJWT(claimsOf(principal))
        .setProtectedHeader(header)
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(principal.kind === 'user' ? principal.userId : visitorSubject)
        .setIssuedAt(now)
        .setExpirationTime(now + lifetimeSeconds)
        .sign(await imported);
    },
  };
}

function claimsOf(principal: Principal): Record<string, string> {
  if (principal.kind === 'visitor') return {};
  const { sessionId, scopes } = principal;
  return { ...(sessionId !== undefined && { sid: sessionId }), ...(scopes.length > 0 && { scope: scopes.join(' ') }) };
}
