import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { ApolloServerPluginUsageReporting } from '@apollo/server/plugin/usageReporting';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

import { type ErrorPresenter, presentErrors } from '../door/present-error.js';
import type { CachePolicy } from '../operations/cache-policy.js';
import type { OperationExecutor } from '../operations/operation-executor.js';
import type { RequestContext } from '../request-context.js';
import type { SupergraphRegistry } from '../supergraph/supergraph-registry.js';
import { isRequestError } from './answer-head.js';
import type { AnswerOperation } from './answer-operation.js';

/** Where what clients ask is told to GraphOS. */
export interface UsageReports {
  key: string;
  graphRef: string;
  /** Instead of Apollo's own. */
  endpoint: string | undefined;
}

export interface ApolloServerOptions {
  registry: SupergraphRegistry;
  executor: OperationExecutor;
  present: ErrorPresenter;
  maxTokens: number;
  production: boolean;
  introspection: boolean;
  usageReports: UsageReports | undefined;
  logger: Logger;
}

/** Answers a browser with the page of an explorer; undefined for other requests. */
export type ServePage = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

export interface ApolloPipeline {
  page: ServePage;
  /** Answers, and reports what was asked. */
  answer: AnswerOperation;
  stop(): Promise<void>;
}

/**
 * Apollo Server, for what it alone can: Apollo Sandbox, and reports of usage. Where neither is wanted nothing goes through it, since its pipeline costs
 * as much as a small query. It starts when there is a supergraph.
 */
export async function startApolloServer(options: ApolloServerOptions): Promise<ApolloPipeline> {
  const { registry } = options;
  const server = createApolloServer(options);
  let isStarted = false;
  const start = async (): Promise<void> => {
    await server.start();
    isStarted = true;
  };
  if (registry.current) await start();
  else void registry.loaded().then(start);
  return {
    page: async (request, reply) => (isStarted && wantsPage(request) ? servePage(server, request, reply) : undefined),
    answer: answerBy(server),
    stop: async () => {
      if (isStarted) await server.stop();
    },
  };
}

function createApolloServer(options: ApolloServerOptions): ApolloServer<RequestContext> {
  const { production, usageReports } = options;
  return new ApolloServer<RequestContext>({
    gateway: gatewayOf(options),
    logger: options.logger,
    parseOptions: { maxLexicalTokens: options.maxTokens },
    introspection: options.introspection,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    nodeEnv: production ? 'production' : 'development',
    stopOnTerminationSignals: false,
    ...(usageReports && { apollo: { key: usageReports.key, graphRef: usageReports.graphRef } }),
    plugins: [
      ApolloServerPluginCacheControl(),
      presenting(options.present),
      production
        ? ApolloServerPluginLandingPageDisabled()
        : ApolloServerPluginLandingPageLocalDefault({ embed: true, footer: false }),
      usageReports ? reporting(usageReports) : ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

/** Apollo Server formats errors without knowing of which request. */
const presenting = (present: ErrorPresenter): ApolloServerPlugin<RequestContext> => ({
  requestDidStart: async () => ({
    async willSendResponse({ errors, contextValue, response: { body } }) {
      if (errors && body.kind === 'single') body.singleResult.errors = presentErrors(present, errors, contextValue);
    },
  }),
});

/** Neither values of variables nor headers leave the house. */
function reporting({ endpoint }: UsageReports) {
  return ApolloServerPluginUsageReporting<RequestContext>({
    sendVariableValues: { none: true },
    sendHeaders: { none: true },
    sendErrors: { masked: true },
    ...(endpoint !== undefined && { endpointUrl: endpoint }),
  });
}

function wantsPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && /\btext\/html\b/.test(headers.accept ?? '');
}

async function servePage(
  server: ApolloServer<RequestContext>,
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

type GatewayInterface = NonNullable<ConstructorParameters<typeof ApolloServer<RequestContext>>[0]['gateway']>;

function gatewayOf({ registry, executor }: ApolloServerOptions): GatewayInterface {
  return {
    load: async () => {
      const { schema } = await registry.loaded();
      return {
        schema,
        executor: async ({ schema: under, document, request, context, overallCachePolicy }) => {
          const { result, policy } = await executor({
            schema: under,
            document,
            operationName: request.operationName,
            variables: request.variables ?? {},
            context: context as RequestContext,
          });
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

function answerBy(server: ApolloServer<RequestContext>): AnswerOperation {
  return async ({ text, request }, context) => {
    const { operationName, variables, headers } = request;
    const operation = {
      query: text,
      variables: variables ?? {},
      ...(operationName == null ? {} : { operationName }),
      ...(headers && { http: httpOf(headers) }),
    };
    const { body, http } = await server.executeOperation(operation, { contextValue: context });
    if (body.kind !== 'single') throw new Error('The gateway answers no operation in parts.');
    const { errors = [] } = body.singleResult;
    return {
      head: { status: http.status ?? 200, headers: http.headers, isRequestError: isRequestError(errors) },
      result: body.singleResult,
    };
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
