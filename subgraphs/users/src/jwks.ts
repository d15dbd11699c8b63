import type { ServiceParts, TokenSigner } from '@ordergraph/service';

/** The public keys that access tokens are verified with (RFC 7517), for whoever does not have them in their configuration. */
export const jwksRoute =
  (signer: TokenSigner): NonNullable<ServiceParts['routes']> =>
  (app) => {
    app.get('/.well-known/jwks.json', async (_, reply) =>
      reply.header('cache-control', 'public, max-age=300').send(signer.publicKeys),
    );
  };
