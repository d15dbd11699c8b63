import type { Messaging, MessagingParts } from '@ordergraph/messaging';
import type { FastifyInstance } from 'fastify';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { z } from 'zod';
import type { ServiceConfiguration } from '../configuration/service-configuration.js';
import type { ResolverMap } from '../graphql/resolver-map.js';
import type { LocalGraph } from '../transport/local-graph.js';
import type { RequestContext } from '../transport/request-context.js';

/** A service as data: what its `service.ts` exports, and all that a process needs to run it. */
export interface ServiceDefinition<Configuration> {
  readonly name: string;
  /** Where it listens unless PORT says otherwise. */
  readonly port: number;
  /** The service's own variables; the shared ones are known. */
  readonly configuration: z.ZodType<Configuration>;
  /** Text of its schema.graphql. */
  readonly typeDefs: string;
  build(context: ServiceContext<Configuration>): ServiceParts | Promise<ServiceParts>;
}

/** What a service is built upon. */
export interface ServiceContext<Configuration> {
  readonly name: string;
  /** The service's own variables. */
  readonly configuration: Configuration;
  /** The shared variables. */
  readonly service: ServiceConfiguration;
  /** Its own database, `<namespace>_<service>`: majority, journalled, primary. */
  readonly database: Connection;
  /** Not started yet: `log` and `feed` may be handed to use cases, and used once the service runs. */
  readonly messaging: Messaging;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** What a service consists of. */
export interface ServiceParts {
  /** Resolvers get `RequestContext` with the loaders beside. */
  readonly resolvers: ResolverMap;
  /** DataLoaders, made afresh for each request and each subscription event: nobody sees another's or an older row. */
  readonly loaders?: (request: RequestContext) => object;
  readonly messages: MessagingParts;
  /** Further HTTP routes (JWKS, webhooks); they are open to everybody and check for themselves. */
  readonly routes?: (app: FastifyInstance) => void;
  /** Demo data; idempotent. Runs before the service listens, with `SEED_DEMO_DATA=true` only: without them it has not started. */
  readonly seed?: () => Promise<void>;
  /** Closes what `build` opened; runs after the last message was handled. */
  readonly close?: () => Promise<void>;
}

/** A service that listens. */
export interface RunningService {
  readonly name: string;
  /** `http://host:port/graphql`. */
  readonly url: string;
  readonly port: number;
  /** For callers in the same process, with the same checks; undefined without the role `graphql`. */
  readonly local: LocalGraph | undefined;
  /** Drains and stops within the shutdown budget; calling it again waits for the same stop. */
  stop(): Promise<void>;
}
