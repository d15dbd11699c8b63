import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** The only algorithm of tokens: ECDSA on P-256 with SHA-256. */
export const signingAlgorithm = 'ES256';

/** A private key as JWK; `kid` names it in every token it signs. */
export type SigningKey = JWK & { readonly kid: string };

/** A new private key whose `kid` is its RFC 7638 thumbprint. */
export async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: signingAlgorithm, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}

/** The public half, as it stands in a JWKS. */
export function publicKeyOf({ kty, crv, x, y, kid }: JWK): JWK {
  return Object.fromEntries(
    Object.entries({ kty, crv, x, y, kid, alg: signingAlgorithm, use: 'sig' }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}
