import {
  type Environment,
  processConfiguration,
  type ProcessConfiguration,
  readConfigurations,
  type SigningKey,
  tracingConfiguration,
  type TracingConfiguration,
} from '@ordergraph/service';

import type { CacheStoreOptions } from './caching/cache-store.js';
import type { OperationLimits } from './door/operation-limits.js';
import type { RateLimitOptions } from './door/rate-limits.js';
import type { CircuitOptions } from './subgraphs/circuit.js';
import type { ForwardRule } from './subgraphs/forwarded-headers.js';
import type { SupergraphLocation } from './supergraph/follow-supergraph.js';
import { supergraphLocation } from './supergraph/supergraph-location.js';
import type { ConnectionLimits } from './transports/connection-counts.js';
import type { UsageReports } from './transports/usage-reports.js';
import { gatewayVariables, type GatewayVariables } from './variables.js';

/** Everything that a gateway can be told. Defaults are those of the design; a rate of 0 is no limit. */
export interface GatewayConfiguration extends ProcessConfiguration {
  /** Undefined: metrics are on the port of the graph. */
  metricsPort: number | undefined;
  signingKey: SigningKey;
  issuer: string;
  supergraph: SupergraphLocation;
  usageReports: UsageReports | undefined;
  /** Undefined: no spans. */
  tracing: TracingConfiguration | undefined;
  /** SUBGRAPH_URL_<NAME>, by subgraph name in lower case with hyphens. */
  routingUrls: Readonly<Record<string, string>>;
  introspection: boolean;
  /** Operations besides which none is accepted; undefined: any. */
  persistedManifestFile: string | undefined;
  /** Of operation texts that clients registered under their hashes; 0: none are kept. */
  persistedQueryCacheBytes: number;
  allowedOrigins: readonly string[];
  /** Takes the client's address from `x-forwarded-for`: only behind a proxy that sets it. */
  trustProxy: boolean;
  maxTokens: number;
  maxBodyBytes: number;
  /** Of answers; smaller ones are not worth it. */
  compressFromBytes: number;
  operationLimits: OperationLimits;
  /** What a list counts for of which the supergraph says nothing. */
  assumedListSize: number;
  rateLimits: RateLimitOptions;
  socketLimits: ConnectionLimits;
  httpStreamLimits: ConnectionLimits;
  streamsPerSocket: number;
  maxMessageBytes: number;
  /** A socket whose client does not answer a ping until the next one is cut. */
  pingSeconds: number;
  streamQueue: number;
  forwardRules: readonly ForwardRule[];
  responseCache: CacheStoreOptions & { patienceMilliseconds: number };
  subgraph: { timeoutMilliseconds: number; connections: number; sockets: number; circuit: CircuitOptions };
}

function usageReports(own: GatewayVariables): UsageReports | undefined {
  const {
    APOLLO_KEY: key,
    APOLLO_GRAPH_REF: graphRef,
    USAGE_REPORTS: isWanted,
    USAGE_REPORTING_ENDPOINT: endpoint,
  } = own;
  return isWanted && key !== undefined && graphRef !== undefined ? { key, graphRef, endpoint } : undefined;
}

const DEFAULT_PORT = 4000;

/** @throws {ConfigurationInvalid} listing every problem */
export function readGatewayConfiguration(environment: Environment): GatewayConfiguration {
  const [shared, tracing, own] = readConfigurations<
    [ProcessConfiguration, TracingConfiguration | undefined, GatewayVariables]
  >([processConfiguration(DEFAULT_PORT), tracingConfiguration(), gatewayVariables], environment);
  return {
    ...shared,
    metricsPort: own.METRICS_PORT,
    signingKey: own.GATEWAY_SIGNING_KEY,
    issuer: own.GATEWAY_ISSUER,
    supergraph: supergraphLocation(own),
    usageReports: usageReports(own),
    tracing,
    routingUrls: routingUrlsOf(environment),
    introspection: own.INTROSPECTION ?? !shared.production,
    persistedManifestFile: own.PERSISTED_MANIFEST_FILE,
    persistedQueryCacheBytes: own.PERSISTED_QUERY_CACHE_BYTES,
    allowedOrigins: own.ALLOWED_ORIGINS,
    trustProxy: own.TRUST_PROXY,
    maxTokens: own.MAX_TOKENS,
    maxBodyBytes: own.MAX_BODY_BYTES,
    compressFromBytes: own.COMPRESS_FROM_BYTES,
    operationLimits: {
      depth: own.MAX_DEPTH,
      aliases: own.MAX_ALIASES,
      // An operation is as large as its text allows, however often its fragments multiply.
      fields: own.MAX_TOKENS,
      rootFields: own.MAX_ROOT_FIELDS,
      mutations: own.MAX_MUTATIONS,
      pageSize: own.MAX_PAGE_SIZE,
      cost: own.MAX_COST,
    },
    assumedListSize: own.ASSUMED_LIST_SIZE,
    rateLimits: {
      perPrincipal: own.RATE_PER_PRINCIPAL,
      perAddress: own.RATE_PER_ADDRESS,
      newSockets: own.RATE_NEW_SOCKETS,
      newSocketsPerAddress: own.RATE_NEW_SOCKETS_PER_ADDRESS,
      badTokensPerAddress: own.RATE_BAD_TOKENS_PER_ADDRESS,
      signInPerMinute: own.RATE_SIGN_IN_PER_MINUTE,
      signInFields: own.SIGN_IN_FIELDS,
    },
    socketLimits: { perUser: own.MAX_SOCKETS_PER_USER, perAddress: own.MAX_SOCKETS_PER_ADDRESS },
    httpStreamLimits: { perUser: own.MAX_HTTP_STREAMS_PER_USER, perAddress: own.MAX_HTTP_STREAMS_PER_ADDRESS },
    streamsPerSocket: own.MAX_STREAMS_PER_SOCKET,
    maxMessageBytes: own.MAX_MESSAGE_BYTES,
    pingSeconds: own.SOCKET_PING_SECONDS,
    streamQueue: own.STREAM_QUEUE,
    forwardRules: own.FORWARD_HEADERS,
    responseCache: {
      redisUrl: own.REDIS_URL,
      megabytes: own.RESPONSE_CACHE_MEGABYTES,
      patienceMilliseconds: own.RESPONSE_CACHE_PATIENCE_MILLISECONDS,
    },
    subgraph: {
      timeoutMilliseconds: own.SUBGRAPH_TIMEOUT_MILLISECONDS,
      connections: own.SUBGRAPH_CONNECTIONS,
      sockets: own.SUBGRAPH_SOCKETS,
      circuit: { failures: own.SUBGRAPH_CIRCUIT_FAILURES, pauseMilliseconds: own.SUBGRAPH_CIRCUIT_MILLISECONDS },
    },
  };
}

const ROUTING_URL = 'SUBGRAPH_URL_';

function routingUrlsOf(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, url]) =>
      name.startsWith(ROUTING_URL) && url
        ? [[name.slice(ROUTING_URL.length).toLowerCase().replaceAll('_', '-'), url]]
        : [],
    ),
  );
}
