import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { buildSchema } from '../graphql/build-schema.js';
import type { ResolverMap } from '../graphql/resolver-map.js';
import type { TokenVerifier } from '../identity/token-verifier.js';
import { createApolloServer } from './apollo-server.js';
import { observeOperations } from './observe-operations.js';
import type { RequestContext } from './request-context.js';
import { serveHttp } from './serve-http.js';
import { type RunningSockets, serveSockets } from './serve-sockets.js';
import { createSocketProtocol } from './socket-protocol.js';

/** A subgraph's API and what surrounds it. */
export interface GraphqlOptions {
  readonly typeDefs: string;
  readonly resolvers: ResolverMap;
  readonly loaders?: ((request: RequestContext) => object) | undefined;
  readonly verifier: TokenVerifier;
  readonly introspection: boolean;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** Serves a subgraph on `/graphql` of the app, over HTTP and graphql-transport-ws; call it before the app listens. */
export async function serveGraphql(app: FastifyInstance, options: GraphqlOptions): Promise<RunningSockets> {
  const { verifier, introspection, logger, loaders } = options;
  const schema = buildSchema(options);
  const observer = observeOperations(logger, options.registry);
  const contextFor = (request: RequestContext): object => ({ ...loaders?.(request), ...request });
  const apollo = createApolloServer({ schema, introspection, logger, observer });
  await apollo.start();
  serveHttp(app, { apollo, verifier, contextFor });
  app.addHook('onClose', () => apollo.stop());
  const protocol = createSocketProtocol({ schema, introspection, verifier, contextFor, observer });
  return serveSockets({ http: app.server, protocol, logger });
}
