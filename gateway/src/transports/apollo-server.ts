import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';

import type { ErrorPresenter } from '../door/present-error.js';
import type { OperationExecutor } from '../operations/operation-executor.js';
import type { RequestContext } from '../request-context.js';
import type { SupergraphRegistry } from '../supergraph/supergraph-registry.js';
import { requestErrorStatus } from './request-error-status.js';

export interface ApolloServerOptions {
  registry: SupergraphRegistry;
  executor: OperationExecutor;
  present: ErrorPresenter;
  maxTokens: number;
  production: boolean;
  introspection: boolean;
}

type GatewayInterface = NonNullable<ConstructorParameters<typeof ApolloServer<RequestContext>>[0]['gateway']>;

export interface RunningApolloServer {
  /** Undefined until there is a supergraph. */
  current: () => ApolloServer<RequestContext> | undefined;
  stop(): Promise<void>;
}

/** Waits for the server's start only if there is a supergraph to start with; else it starts when one comes. */
export async function startApolloServer(options: ApolloServerOptions): Promise<RunningApolloServer> {
  const server = createApolloServer(options);
  let started: ApolloServer<RequestContext> | undefined;
  const start = async (): Promise<void> => {
    await server.start();
    started = server;
  };
  if (options.registry.current) await start();
  else void options.registry.loaded().then(start);
  return { current: () => started, stop: async () => started?.stop() };
}

/** Apollo Server parses, validates and caches documents, and speaks GraphQL over HTTP; what it serves and to whom is decided behind it. */
function createApolloServer(options: ApolloServerOptions): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    gateway: gatewayOf(options),
    formatError: options.present,
    parseOptions: { maxLexicalTokens: options.maxTokens },
    introspection: options.introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    nodeEnv: options.production ? 'production' : 'development',
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), landingPage(options.production), requestErrorStatus],
  });
}

function landingPage(production: boolean): ApolloServerPlugin<RequestContext> {
  return production
    ? ApolloServerPluginLandingPageDisabled()
    : ApolloServerPluginLandingPageLocalDefault({ embed: true, footer: false });
}

function gatewayOf({ registry, executor }: ApolloServerOptions): GatewayInterface {
  return {
    load: async () => {
      const { schema } = await registry.loaded();
      return {
        schema,
        executor: async ({ schema: under, document, request, context }) => ({
          ...(await executor({
            schema: under,
            document,
            operationName: request.operationName,
            variables: request.variables ?? {},
            context: context as RequestContext,
          })),
        }),
      };
    },
    onSchemaLoadOrUpdate: (listener) =>
      registry.onLoad(({ schema, sdl }) => {
        listener({ apiSchema: schema, coreSupergraphSdl: sdl });
      }),
    stop: () => Promise.resolve(),
  };
}
