export { OrdergraphError, type Disposition } from '@ordergraph/messaging';
export { errorCatalogue, findCatalogueEntry, type CatalogueEntry } from './errors/catalogue.js';
export * from './errors/errors.js';
export { readConfiguration, readConfigurations, type Environment } from './configuration/read-configuration.js';
export { processConfiguration, type ProcessConfiguration } from './configuration/process-configuration.js';
export { serviceConfiguration, type ServiceConfiguration } from './configuration/service-configuration.js';
export * from './configuration/variables.js';
export * from './identity/principal.js';
export * from './identity/audiences.js';
export { generateSigningKey, publicKeyOf, signingAlgorithm, type SigningKey } from './identity/signing-key.js';
export { createTokenSigner, type TokenRequest, type TokenSigner } from './identity/token-signer.js';
export { createTokenVerifier, type TokenVerifier, type VerifiedToken } from './identity/token-verifier.js';
export { TrustedIssuer } from './identity/trusted-issuer.js';
export { correlationOf, type Correlation } from './logging/correlation.js';
export { startTracing, type Tracing } from './tracing/start-tracing.js';
export { tracingConfiguration, type TracingConfiguration } from './tracing/tracing-configuration.js';
export { createLogger, type Logger, type LoggerOptions } from './logging/logger.js';
export { redaction, secretFields } from './logging/redaction.js';
export { createCursorCodec, type CursorCodec } from './graphql/cursor.js';
export {
  largestPage,
  loadConnection,
  type Connection,
  type ConnectionOptions,
  type PageArguments,
} from './graphql/connection.js';
export { rowsAfter, type KeysetOrder } from './graphql/keyset.js';
export { isIdempotencyKey } from './graphql/idempotency-key.js';
export { readSearch, rowsMatching, searchTerms } from './graphql/search.js';
export * from './graphql/money.js';
export { DateTime, Decimal, JsonScalar, scalarResolvers } from './graphql/scalars.js';
export type { Resolver, ResolverMap } from './graphql/resolver-map.js';
export { CURSOR, type SubscriptionEvent } from './graphql/subscription-event.js';
export { deadlineOf, timeoutHeader } from './transport/deadline.js';
export type { RequestContext } from './transport/request-context.js';
export { pathOf } from './transport/request-path.js';
export { requestTimeouts } from './transport/request-timeouts.js';
export type { RunningService, ServiceContext, ServiceDefinition, ServiceParts } from './lifecycle/definition.js';
export { startService, type StartOptions } from './lifecycle/start-service.js';
export { runProcess, runService } from './lifecycle/run-process.js';
export { Opened } from './lifecycle/opened.js';
export { closeApp, listen } from './lifecycle/listen.js';
export type { OperationRequest } from './transport/graph-operations.js';
export type { LocalGraph, LocalSink } from './transport/local-graph.js';
export { createApp } from './transport/create-app.js';
export { serveHealth, type Health, type HealthChecks } from './operations/health.js';
export { createRegistry, serveMetrics } from './operations/metrics.js';
export { toPublicError, toPublicGraphqlError, type PublicError } from './errors/public-error.js';
export { buildSchema } from './graphql/build-schema.js';
export { connectDatabase, pingDatabase } from './database/connect.js';
