import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { buildSchema } from '../graphql/build-schema.js';
import type { ResolverMap } from '../graphql/resolver-map.js';
import type { TokenVerifier } from '../identity/token-verifier.js';
import { createApolloServer } from './apollo-server.js';
import { createGraphOperations } from './graph-operations.js';
import { createLocalGraph, type LocalGraph } from './local-graph.js';
import { observeOperations } from './observe-operations.js';
import type { RequestContext } from './request-context.js';
import { serveHttp } from './serve-http.js';
import { serveSockets } from './serve-sockets.js';
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

/** A subgraph that answers. */
export interface ServedGraph {
  /** For callers in the same process. */
  readonly local: LocalGraph;
  /** Ends every stream, so that its reader opens it elsewhere; resolves when all sockets are closed, after 1 s at most. */
  close(): Promise<void>;
}

/** Serves a subgraph on `/graphql` of the app, over HTTP and graphql-transport-ws; call it before the app listens. */
export async function serveGraphql(app: FastifyInstance, options: GraphqlOptions): Promise<ServedGraph> {
  const { verifier, introspection, logger, loaders } = options;
  const schema = buildSchema(options);
  const observer = observeOperations(logger, options.registry);
  const contextFor = (request: RequestContext): object => ({ ...loaders?.(request), ...request });
  const apollo = createApolloServer({ schema, introspection, logger, observer });
  await apollo.start();
  serveHttp(app, { apollo, verifier, contextFor });
  app.addHook('onClose', () => apollo.stop());
  const operations = createGraphOperations({ schema, introspection, verifier, contextFor, observer });
  const sockets = serveSockets({ http: app.server, protocol: createSocketProtocol(operations, verifier), logger });
  const local = createLocalGraph(operations);
  return {
    local,
    close() {
      local.close();
      return sockets.close();
    },
  };
}
