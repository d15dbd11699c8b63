import { ApolloServer, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

import type { CachePolicy } from '../operations/cache-policy.js';
import type { ExecutedOperation } from '../operations/operation-executor.js';
import type { SupergraphRegistry } from '../supergraph/supergraph-registry.js';
import { atMost } from '../timer.js';
import type { RunOperation } from './answer-operation.js';
import { reporting, type UsageReports } from './usage-reports.js';

export interface ApolloServerOptions {
  registry: SupergraphRegistry;
  maxTokens: number;
  production: boolean;
  introspection: boolean;
  usageReports: UsageReports | undefined;
  logger: Logger;
}

/** Answers a browser with the page of an explorer; undefined for other requests. */
export type ServePage = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> | undefined;

export interface ApolloPipeline {
  page: ServePage;
  /** Runs an operation, and reports that it was asked. */
  reported(run: RunOperation): RunOperation;
  /** Sends the last report, if it takes no longer than that. */
  stop(budgetMilliseconds: number): Promise<void>;
}

/**
 * Apollo Server, for what it alone can: Apollo Sandbox, and reports of usage. Where neither is wanted nothing goes through it, since its pipeline costs
 * as much as a small query. It starts when there is a supergraph.
 */
export async function startApolloServer(options: ApolloServerOptions): Promise<ApolloPipeline> {
  const { registry } = options;
  const reports = new AbortController();
  const server = createApolloServer(options, reports.signal);
  let isStarted = false;
  const start = async (): Promise<void> => {
    await server.start();
    isStarted = true;
  };
  if (registry.current) await start();
  else void registry.loaded().then(start);
  return {
    page: (request, reply) => (isStarted && wantsPage(request) ? servePage(server, request, reply) : undefined),
    reported: (run) => reportedBy(server, run),
    stop: async (budgetMilliseconds) => {
      if (isStarted) await atMost(budgetMilliseconds, server.stop());
      reports.abort();
    },
  };
}

/** What Apollo Server knows of an operation: how it is run. */
interface Reported {
  run: () => Promise<ExecutedOperation>;
}

function createApolloServer(options: ApolloServerOptions, givenUp: AbortSignal): ApolloServer<Reported> {
  const { production, usageReports } = options;
  return new ApolloServer<Reported>({
    gateway: gatewayOf(options.registry),
    logger: options.logger,
    parseOptions: { maxLexicalTokens: options.maxTokens },
    introspection: options.introspection,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    nodeEnv: production ? 'production' : 'development',
    stopOnTerminationSignals: false,
    ...(usageReports && { apollo: { key: usageReports.key, graphRef: usageReports.graphRef } }),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      production
        ? ApolloServerPluginLandingPageDisabled()
        : ApolloServerPluginLandingPageLocalDefault({ embed: true, footer: false }),
      usageReports ? reporting(usageReports, givenUp) : ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

function wantsPage({ method, headers }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && /\btext\/html\b/.test(headers.accept ?? '');
}

async function servePage(
  server: ApolloServer<Reported>,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const answer = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'GET', headers: headerMap(headers), search: '', body: undefined },
    context: () => Promise.reject(new Error('A page needs no context.')),
  });
  if (answer.body.kind !== 'complete' || !answer.headers.get('content-type')?.includes('html')) return undefined;
  return reply.type('text/html; charset=utf-8').send(answer.body.string);
}

type GatewayInterface = NonNullable<ConstructorParameters<typeof ApolloServer<Reported>>[0]['gateway']>;

function gatewayOf(registry: SupergraphRegistry): GatewayInterface {
  return {
    load: async () => {
      const { schema } = await registry.loaded();
      return {
        schema,
        executor: async ({ context, overallCachePolicy }) => {
          const { result, policy } = await (context as Reported).run();
          if (policy) (overallCachePolicy as { restrict(policy: CachePolicy): void }).restrict(policy);
          return { ...result };
        },
      };
    },
    onSchemaLoadOrUpdate: (listener) =>
      registry.onLoad(({ schema, sdl }) => {
        listener({ apiSchema: schema, coreSupergraphSdl: sdl });
      }),
    stop: () => Promise.resolve(),
  };
}

/** Apollo Server only looks on: what it would not run, as when it has another supergraph by now, is run all the same. */
function reportedBy(server: ApolloServer<Reported>, run: RunOperation): RunOperation {
  return async (operation, context) => {
    const { operationName, variables, headers } = operation.request;
    const asked = {
      query: operation.text,
      variables: variables ?? {},
      ...(operationName == null ? {} : { operationName }),
      ...(headers && { http: httpOf(headers) }),
    };
    let running: Promise<ExecutedOperation> | undefined;
    const contextValue = { run: () => (running ??= run(operation, context)) };
    await server.executeOperation(asked, { contextValue });
    return contextValue.run();
  };
}

/** By which reports tell clients from each other. */
function httpOf(headers: FastifyRequest['headers']): HTTPGraphQLRequest {
  return { method: 'POST', headers: headerMap(headers), search: '', body: undefined };
}

function headerMap(sent: FastifyRequest['headers']): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(sent)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
