import { armCrashPoint, type Broker, createRabbitBroker, Messaging } from '@ordergraph/messaging';
import type { FastifyInstance } from 'fastify';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { type Environment, readConfigurations } from '../configuration/read-configuration.js';
import { type ServiceConfiguration, serviceConfiguration } from '../configuration/service-configuration.js';
import { connectDatabase, pingDatabase } from '../database/connect.js';
import { ConfigurationInvalid } from '../errors/errors.js';
import { graphAudience, subgraphAudience } from '../identity/audiences.js';
import { createTokenVerifier } from '../identity/token-verifier.js';
import { userIdOf } from '../identity/user-id.js';
import { createLogger } from '../logging/logger.js';
import { serveHealth } from '../operations/health.js';
import { createRegistry, observeBroker, serveMetrics } from '../operations/metrics.js';
import { createApp } from '../transport/create-app.js';
import { serveGraphql } from '../transport/serve-graphql.js';
import { graphqlPath } from '../transport/serve-http.js';
import type { RunningService, ServiceDefinition, ServiceParts } from './definition.js';
import { closeApp, listen } from './listen.js';
import { Opened } from './opened.js';

/** Where a service runs: its variables, and a broker or logger that it shares with others in the process. */
export interface StartOptions {
  readonly environment: Environment;
  /** Given: the service uses it and leaves closing it to its owner. Needed for `BROKER=embedded`. */
  readonly broker?: Broker;
  readonly logger?: Logger;
}

/**
 * Starts a service: configuration, database, messaging, its parts, then it listens. Its broker may be away: it connects when
 * that comes. When something fails, what was opened before is closed again.
 *
 * @throws {ConfigurationInvalid} listing every problem of the environment
 * @throws {DatabaseUnreachable}
 * @throws {DatabaseStandalone}
 * @throws {PortInUse}
 */
export async function startService<Configuration>(
  definition: ServiceDefinition<Configuration>,
  options: StartOptions,
): Promise<RunningService> {
  const { service, configuration } = configurationOf(definition, options);
  const { name } = definition;
  if (service.crashAt) armCrashPoint(service.crashAt);
  const logger = options.logger?.child({ service: name }) ?? createLogger({ name, level: service.logLevel });
  const opened = new Opened(service.shutdownBudgetSeconds * 1_000, logger);
  try {
    const registry = createRegistry(name);
    const database = await openDatabase(opened, service, name);
    const broker = openBroker(opened, options.broker, { service, name, logger, registry });
    const messaging = new Messaging({
      service: name,
      database,
      broker,
      logger,
      metrics: registry,
      roles: service.roles,
    });
    const parts = await definition.build({ name, configuration, service, database, messaging, logger, registry });
    opened.add('parts', async () => parts.close?.());
    opened.add('messaging', (budget) => messaging.stop(budget));
    await messaging.start(parts.messages);
    if (service.seedDemoData) await parts.seed?.();
    const { host } = service;
    const { port, local } = await serve(opened, { definition, service, database, broker, logger, registry, parts });
    const url = `http://${host}:${port}${graphqlPath}`;
    logger.info({ url, roles: [...service.roles] }, 'started');
    return { name, url, port, local, stop: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function configurationOf<Configuration>(
  { port, configuration }: ServiceDefinition<Configuration>,
  options: StartOptions,
) {
  const shared = serviceConfiguration({ defaultPort: port, brokerGiven: options.broker !== undefined });
  const [service, own] = readConfigurations<[ServiceConfiguration, Configuration]>(
    [shared, configuration],
    options.environment,
  );
  return { service, configuration: own };
}

async function openDatabase(opened: Opened, service: ServiceConfiguration, name: string): Promise<Connection> {
  const database = await connectDatabase({ uri: service.mongodbUri, name: `${service.namespace}_${name}` });
  opened.add('database', () => database.close());
  return database;
}

function openBroker(
  opened: Opened,
  given: Broker | undefined,
  options: { service: ServiceConfiguration; name: string; logger: Logger; registry: Registry },
): Broker {
  if (given) return given;
  const { service, name, logger, registry } = options;
  if (service.amqpUrl === undefined) throw new ConfigurationInvalid([embeddedNeedsOneProcess]);
  const broker = createRabbitBroker({
    url: service.amqpUrl,
    namespace: service.namespace,
    connectionName: name,
    logger,
    registry,
  });
  opened.add('broker', (budget) => broker.close(budget));
  return broker;
}

const embeddedNeedsOneProcess =
  'BROKER: the embedded broker connects services of one process; set AMQP_URL to run this one alone';

interface Served {
  readonly definition: Pick<ServiceDefinition<unknown>, 'name' | 'typeDefs'>;
  readonly service: ServiceConfiguration;
  readonly database: Connection;
  readonly broker: Broker;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly parts: ServiceParts;
}

async function serve(opened: Opened, served: Served): Promise<Pick<RunningService, 'port' | 'local'>> {
  const { service, database, broker, logger, registry, parts } = served;
  const app = createApp(logger);
  const health = serveHealth(app, {
    database: () => pingDatabase(database),
    broker: () => broker.connected,
    brokerRequired: !service.roles.has('graphql'),
  });
  observeBroker(registry, () => broker.connected);
  serveMetrics(app, registry);
  parts.routes?.(app);
  opened.add('HTTP', (budget) => closeApp(app, budget / 2));
  const graph = service.roles.has('graphql') ? await serveGraph(app, served) : undefined;
  if (graph) opened.add('streams', () => graph.close());
  opened.add('readiness', async () => health.drain());
  return { port: await listen(app, service), local: graph?.local };
}

function serveGraph(app: FastifyInstance, { definition, service, parts, logger, registry }: Served) {
  const audience = [graphAudience, subgraphAudience(definition.name)];
  return serveGraphql(app, {
    typeDefs: definition.typeDefs,
    resolvers: parts.resolvers,
    loaders: parts.loaders,
    verifier: createTokenVerifier(service.trustedIssuers, audience, userIdOf),
    introspection: !service.production,
    logger,
    registry,
  });
}
