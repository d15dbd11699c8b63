import { flag, portNumber, separated, signingKey, wholeNumber } from '@ordergraph/service';
import { z } from 'zod';

import { forwardRules } from './subgraphs/forwarded-headers.js';
import { supergraphLocations } from './supergraph/supergraph-location.js';

const number = (fallback: number, minimum = 1, maximum = 1_000_000_000) =>
  wholeNumber(minimum, maximum).default(fallback);
const list = (fallback: readonly string[]) => separated().default([...fallback]);

/** What a gateway reads from its environment, beside what every process does. */
export const gatewayVariables = z
  .object({
    METRICS_PORT: portNumber().optional(),
    GATEWAY_SIGNING_KEY: signingKey(),
    GATEWAY_ISSUER: z.string().default('urn:ordergraph:gateway'),
    SUPERGRAPH_FILE: z.string().optional(),
    SUPERGRAPH_URL: z.url({ protocol: /^https?$/ }).optional(),
    SUPERGRAPH_POLL_SECONDS: number(10, 1, 3_600),
    APOLLO_KEY: z.string().optional(),
    APOLLO_GRAPH_REF: z.string().optional(),
    APOLLO_UPLINK_ENDPOINTS: list([]),
    USAGE_REPORTS: flag().default(true),
    USAGE_REPORTING_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    INTROSPECTION: flag().optional(),
    PERSISTED_MANIFEST_FILE: z.string().optional(),
    PERSISTED_QUERY_CACHE_BYTES: number(10 * 1024 * 1024, 0),
    ALLOWED_ORIGINS: list([]),
    TRUST_PROXY: flag().default(false),
    MAX_TOKENS: number(2_000),
    MAX_DEPTH: number(12),
    MAX_ALIASES: number(30, 0),
    MAX_ROOT_FIELDS: number(10),
    MAX_MUTATIONS: number(4),
    MAX_PAGE_SIZE: number(100),
    MAX_COST: number(10_000),
    ASSUMED_LIST_SIZE: number(10),
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
    RATE_NEW_SOCKETS: number(1_000, 0),
    RATE_NEW_SOCKETS_PER_ADDRESS: number(200, 0),
    RATE_BAD_TOKENS_PER_ADDRESS: number(100, 0),
    RATE_SIGN_IN_PER_MINUTE: number(300, 0),
    SIGN_IN_FIELDS: list(['signIn', 'register', 'refreshSession']),
    FORWARD_HEADERS: forwardRules(),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
    RESPONSE_CACHE_MEGABYTES: number(32, 0, 65_536),
    RESPONSE_CACHE_PATIENCE_MILLISECONDS: number(50, 1, 10_000),
    SUBGRAPH_TIMEOUT_MILLISECONDS: number(10_000),
    SUBGRAPH_CONNECTIONS: number(64),
    SUBGRAPH_SOCKETS: number(2),
    SUBGRAPH_CIRCUIT_FAILURES: number(5, 0),
    SUBGRAPH_CIRCUIT_MILLISECONDS: number(2_000),
  })
  .superRefine((own, context) => {
    if (supergraphLocations(own).length === 1) return;
    const message = 'give one of SUPERGRAPH_FILE, SUPERGRAPH_URL, or APOLLO_KEY with APOLLO_GRAPH_REF';
    context.addIssue({ code: 'custom', path: ['SUPERGRAPH_FILE'], message });
  });

export type GatewayVariables = z.infer<typeof gatewayVariables>;
