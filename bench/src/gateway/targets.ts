import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { startGateway } from '@ordergraph/gateway';
import { createTokenSigner, generateSigningKey } from '@ordergraph/service';

/** Each starts a gateway before the subgraphs of a supergraph file, as its documentation says. @returns its address */
export const targets = { ordergraph, apollo } as const;

export type Target = keyof typeof targets;

interface Supergraph {
  readonly file: string;
  readonly sdl: string;
  /** Of clients' tokens, as TRUSTED_ISSUERS has them. */
  readonly issuers: readonly unknown[];
}

async function ordergraph({ file, issuers }: Supergraph): Promise<string> {
  const key = await generateSigningKey();
  const { issuer, publicKeys } = createTokenSigner({ issuer: 'urn:ordergraph:gateway', key });
  const { url } = await startGateway({
    environment: {
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      PORT: '0',
      SUPERGRAPH_FILE: file,
      GATEWAY_SIGNING_KEY: JSON.stringify(key),
      TRUSTED_ISSUERS: JSON.stringify([{ issuer, jwks: publicKeys }, ...issuers]),
      RATE_PER_PRINCIPAL: '0',
      RATE_PER_ADDRESS: '0',
      MAX_SOCKETS_PER_USER: '100000',
      MAX_SOCKETS_PER_ADDRESS: '100000',
      RATE_NEW_SOCKETS: '0',
      RATE_NEW_SOCKETS_PER_ADDRESS: '0',
    },
  });
  return url;
}

async function apollo({ sdl }: Supergraph): Promise<string> {
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl: sdl }), nodeEnv: 'production' });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
  return url;
}
