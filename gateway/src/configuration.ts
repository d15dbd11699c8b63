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
import type { SupergraphLocation } from './supergraph/follow-supergraph.js';
import type { ConnectionLimits } from './transports/connection-counts.js';

/** Everything that a gateway can be told. Defaults are those of the design; a rate of 0 is no limit. */
export interface GatewayConfiguration extends ProcessConfiguration {
  signingKey: SigningKey;
  issuer: string;
  supergraph: SupergraphLocation;
  /** SUBGRAPH_URL_<NAME>, by subgraph name in lower case with hyphens. */
  routingUrls: Readonly<Record<string, string>>;
  introspection: boolean;
  allowedOrigins: readonly string[];
  /** Takes the client's address from `x-forwarded-for`: only behind a proxy that sets it. */
  trustProxy: boolean;
  maxTokens: number;
  maxBodyBytes: number;
  /** Of answers; smaller ones are not worth it. */
  compressFromBytes: number;
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

const gatewayVariables = z
  .object({
    GATEWAY_SIGNING_KEY: signingKey(),
    GATEWAY_ISSUER: z.string().default('urn:ordergraph:gateway'),
    SUPERGRAPH_FILE: z.string().optional(),
    SUPERGRAPH_URL: z.url({ protocol: /^https?$/ }).optional(),
    SUPERGRAPH_POLL_SECONDS: number(10, 1, 3_600),
    APOLLO_KEY: z.string().optional(),
    APOLLO_GRAPH_REF: z.string().optional(),
    APOLLO_UPLINK_ENDPOINTS: list([]),
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
    COMPRESS_FROM_BYTES: number(1_400),
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
  })
  .superRefine((own, context) => {
    if (locations(own).length === 1) return;
    const message = 'give one of SUPERGRAPH_FILE, SUPERGRAPH_URL, or APOLLO_KEY with APOLLO_GRAPH_REF';
    context.addIssue({ code: 'custom', path: ['SUPERGRAPH_FILE'], message });
  });

interface SupergraphVariables {
  SUPERGRAPH_FILE?: string | undefined;
  SUPERGRAPH_URL?: string | undefined;
  SUPERGRAPH_POLL_SECONDS: number;
  APOLLO_KEY?: string | undefined;
  APOLLO_GRAPH_REF?: string | undefined;
  APOLLO_UPLINK_ENDPOINTS: string[];
}

/** A key beside a file or an address is for usage reports alone. */
function locations(own: SupergraphVariables): SupergraphLocation[] {
  const { SUPERGRAPH_FILE: file, SUPERGRAPH_URL: url, APOLLO_KEY: key, APOLLO_GRAPH_REF: graphRef } = own;
  const pollSeconds = own.SUPERGRAPH_POLL_SECONDS;
  const given: SupergraphLocation[] = [];
  if (file !== undefined) given.push({ kind: 'file', file });
  if (url !== undefined) given.push({ kind: 'url', url, pollSeconds });
  if (given.length === 0 && key !== undefined && graphRef !== undefined) {
    given.push({ kind: 'uplink', key, graphRef, endpoints: own.APOLLO_UPLINK_ENDPOINTS, pollSeconds });
  }
  return given;
}

function supergraphLocation(own: SupergraphVariables): SupergraphLocation {
  const [location] = locations(own);
  if (!location) throw new Error('No supergraph was given.');
  return location;
}

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
    supergraph: supergraphLocation(own),
    routingUrls: routingUrlsOf(environment),
    introspection: own.INTROSPECTION ?? !shared.production,
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
