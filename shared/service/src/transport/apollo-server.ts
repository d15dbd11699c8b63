import { ApolloServer } from '@apollo/server';
import * as disabled from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { toPublicError } from '../errors/public-error.js';
import { depthRule, limits } from './limits.js';
import type { OperationObserver } from './observe-operations.js';
import type { RequestContext } from './request-context.js';

/** Apollo Server as a subgraph needs it: one operation per request, no landing page, nothing reported, no stack traces. */
export function createApolloServer(options: {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  readonly logger: Logger;
  readonly observer: OperationObserver;
}): ApolloServer<RequestContext> {
  const { schema, introspection, logger, observer } = options;
  return new ApolloServer<RequestContext>({
    schema,
    logger,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    validationRules: [depthRule],
    parseOptions: { maxLexicalTokens: limits.tokens },
    formatError: (_formatted, error) => toPublicError(error).formatted,
    plugins: [
      disabled.ApolloServerPluginCacheControlDisabled(),
      disabled.ApolloServerPluginInlineTraceDisabled(),
      disabled.ApolloServerPluginLandingPageDisabled(),
      disabled.ApolloServerPluginSchemaReportingDisabled(),
      disabled.ApolloServerPluginUsageReportingDisabled(),
      {
        requestDidStart: async () => {
          const started = performance.now();
          return {
            didEncounterErrors: async ({ errors, operationName, contextValue }) =>
              observer.failed(errors, operationName, contextValue),
            async willSendResponse({ operation, errors, contextValue, response: { body } }) {
              observer.answered(operation?.operation, errors, performance.now() - started);
              // Formatted already, by what knows no request.
              if (errors && body.kind === 'single')
                body.singleResult.errors = errors.map((error) => toPublicError(error, contextValue).formatted);
            },
          };
        },
      },
    ],
  });
}
