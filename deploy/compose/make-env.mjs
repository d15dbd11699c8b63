/** Prints `.env.example` with fresh keys and secrets in it: `node deploy/compose/make-env.mjs > .env`. */
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const secret = () => randomBytes(24).toString('base64url');

/** A private ES256 key as JWK; the key id is its thumbprint (RFC 7638). */
function signingKey() {
  const { kty, crv, x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { kty, crv, x, y, d, kid, alg: 'ES256', use: 'sig' };
}

const publicPart = ({ kty, crv, x, y, kid, alg, use }) => ({ kty, crv, x, y, kid, alg, use });

const users = signingKey();
const gateway = signingKey();
const values = {
  RABBITMQ_PASSWORD: secret(),
  USERS_SIGNING_KEY: JSON.stringify(users),
  GATEWAY_SIGNING_KEY: JSON.stringify(gateway),
  TRUSTED_ISSUERS: JSON.stringify([
    { issuer: 'urn:ordergraph:users', jwks: { keys: [publicPart(users)] } },
    { issuer: 'urn:ordergraph:gateway', jwks: { keys: [publicPart(gateway)] } },
  ]),
  PAYMENT_PROVIDER_KEY: secret(),
  PAYMENT_WEBHOOK_SECRET: secret(),
};

const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
// Single quotes: neither a shell nor compose looks for variables inside.
const filled = example.replace(/^([A-Z_]+)=$/gm, (line, name) => (name in values ? `${name}='${values[name]}'` : line));
process.stdout.write(filled);
