import {
  type Environment,
  flag,
  processConfiguration,
  type ProcessConfiguration,
  readConfigurations,
  type SigningKey,
  signingKey,
  wholeNumber,
} from '@ordergraph/service';
import { z } from 'zod';

import type { OperationLimits } from './door/operation-limits.js';
import type { RateLimitOptions } from './door/rate-limits.js';
import type { ConnectionLimits } from './transports/connection-counts.js';

/** Everything that a gateway can be told. Defaults are those of the design; a rate of 0 is no limit. */
export interface GatewayConfiguration extends ProcessConfiguration {
  signingKey: SigningKey;
  issuer: string;
  supergraphFile: string;
  /** SUBGRAPH_URL_<NAME>, by subgraph name in lower case with hyphens. */
  routingUrls: Readonly<Record<string, string>>;
  introspection: boolean;
  allowedOrigins: readonly string[];
  /** Takes the client's address from `x-forwarded-for`: only behind a proxy that sets it. */
  trustProxy: boolean;
  maxTokens: number;
  maxBodyBytes: number;
  operationLimits: OperationLimits;
  rateLimits: RateLimitOptions;
  socketLimits: ConnectionLimits;
  httpStreamLimits: ConnectionLimits;
  streamsPerSocket: number;
  maxMessageBytes: number;
  /** A socket whose client does not answer a ping until the next one is cut. */
  pingSeconds: number;
  streamQueue: number;
  subgraph: { timeoutMilliseconds: number; connections: number; sockets: number };
}

const number = (fallback: number, minimum = 1, maximum = 1_000_000_000) =>
  wholeNumber(minimum, maximum).default(fallback);
const list = (fallback: readonly string[]) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    )
    .default([...fallback]);

const gatewayVariables = z.object({
  GATEWAY_SIGNING_KEY: signingKey(),
  GATEWAY_ISSUER: z.string().default('urn:ordergraph:gateway'),
  SUPERGRAPH_FILE: z.string(),
  INTROSPECTION: flag().optional(),
  ALLOWED_ORIGINS: list([]),
  TRUST_PROXY: flag().default(false),
  MAX_TOKENS: number(2_000),
  MAX_DEPTH: number(12),
  MAX_ALIASES: number(30, 0),
  MAX_ROOT_FIELDS: number(10),
  MAX_MUTATIONS: number(4),
  MAX_PAGE_SIZE: number(100),
  MAX_BODY_BYTES: number(100 * 1024),
  MAX_MESSAGE_BYTES: number(64 * 1024),
  MAX_STREAMS_PER_SOCKET: number(20),
  MAX_SOCKETS_PER_USER: number(5),
  MAX_SOCKETS_PER_ADDRESS: number(100),
  MAX_HTTP_STREAMS_PER_USER: number(20),
  MAX_HTTP_STREAMS_PER_ADDRESS: number(100),
  SOCKET_PING_SECONDS: number(12, 1, 3_600),
  STREAM_QUEUE: number(256),
  RATE_PER_PRINCIPAL: number(1_000, 0),
  RATE_PER_ADDRESS: number(5_000, 0),
  RATE_SIGN_IN_PER_MINUTE: number(300, 0),
  SIGN_IN_FIELDS: list(['signIn', 'register', 'refreshSession']),
  SUBGRAPH_TIMEOUT_MILLISECONDS: number(10_000),
  SUBGRAPH_CONNECTIONS: number(64),
  SUBGRAPH_SOCKETS: number(2),
});

const DEFAULT_PORT = 4000;

/** @throws {ConfigurationInvalid} listing every problem */
export function readGatewayConfiguration(environment: Environment): GatewayConfiguration {
  const [shared, own] = readConfigurations<[ProcessConfiguration, z.infer<typeof gatewayVariables>]>(
    [processConfiguration(DEFAULT_PORT), gatewayVariables],
    environment,
  );
  return {
    ...shared,
    signingKey: own.GATEWAY_SIGNING_KEY,
    issuer: own.GATEWAY_ISSUER,
    supergraphFile: own.SUPERGRAPH_FILE,
    routingUrls: routingUrlsOf(environment),
    introspection: own.INTROSPECTION ?? !shared.production,
    allowedOrigins: own.ALLOWED_ORIGINS,
    trustProxy: own.TRUST_PROXY,
    maxTokens: own.MAX_TOKENS,
    maxBodyBytes: own.MAX_BODY_BYTES,
    operationLimits: {
      depth: own.MAX_DEPTH,
      aliases: own.MAX_ALIASES,
      // An operation is as large as its text allows, however often its fragments multiply.
      fields: own.MAX_TOKENS,
      rootFields: own.MAX_ROOT_FIELDS,
      mutations: own.MAX_MUTATIONS,
      pageSize: own.MAX_PAGE_SIZE,
    },
    rateLimits: {
      perPrincipal: own.RATE_PER_PRINCIPAL,
      perAddress: own.RATE_PER_ADDRESS,
      signInPerMinute: own.RATE_SIGN_IN_PER_MINUTE,
      signInFields: own.SIGN_IN_FIELDS,
    },
    socketLimits: { perUser: own.MAX_SOCKETS_PER_USER, perAddress: own.MAX_SOCKETS_PER_ADDRESS },
    httpStreamLimits: { perUser: own.MAX_HTTP_STREAMS_PER_USER, perAddress: own.MAX_HTTP_STREAMS_PER_ADDRESS },
    streamsPerSocket: own.MAX_STREAMS_PER_SOCKET,
    maxMessageBytes: own.MAX_MESSAGE_BYTES,
    pingSeconds: own.SOCKET_PING_SECONDS,
    streamQueue: own.STREAM_QUEUE,
    subgraph: {
      timeoutMilliseconds: own.SUBGRAPH_TIMEOUT_MILLISECONDS,
      connections: own.SUBGRAPH_CONNECTIONS,
      sockets: own.SUBGRAPH_SOCKETS,
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
