import { join } from 'node:path';
import { startGateway } from '@ordergraph/gateway';
import type { FoundBroker, FoundMongo } from '@ordergraph/infrastructure';
import { inventoryService } from '@ordergraph/inventory';
import { ordersService } from '@ordergraph/orders';
import { startPaymentSimulator } from '@ordergraph/payment-simulator';
import { paymentsService } from '@ordergraph/payments';
import {
  createLogger,
  type LocalGraph,
  type Logger,
  type RunningService,
  startService,
  type StartOptions,
} from '@ordergraph/service';
import { usersService } from '@ordergraph/users';
import { destination } from 'pino';
import { openEmbedded } from './open-broker.js';
import type { ProgramEnvironment, ProgramName } from './program-environments.js';
import type { ProgramRunner } from './program-runner.js';

export interface InProcessOptions {
  logDirectory: string;
  infrastructure: { mongo: FoundMongo; broker: FoundBroker };
  namespace: string;
}

interface Stoppable {
  stop(): Promise<void>;
}
type Start = (options: StartOptions & { logger: Logger }) => Promise<Stoppable>;
/** As far as they have started. */
type Local = Map<string, LocalGraph>;

const startsWith = (local: Local): Record<ProgramName, Start> => ({
  users: async (options) => reachable(await startService(usersService, options), local),
  inventory: async (options) => reachable(await startService(inventoryService, options), local),
  orders: async (options) => reachable(await startService(ordersService, options), local),
  payments: async (options) => reachable(await startService(paymentsService, options), local),
  gateway: ({ environment, logger }) => startGateway({ environment, logger, local }),
  'payment-simulator': startSimulator,
});

/** The gateway of this process calls it without a socket for as long as it runs. */
function reachable(service: RunningService, local: Local): Stoppable {
  if (service.local) local.set(service.url, service.local);
  return {
    stop: () => {
      local.delete(service.url);
      return service.stop();
    },
  };
}

/** Runs every program in this process, each with a log file of its own. */
export async function inProcessRunner({
  logDirectory,
  infrastructure,
  namespace,
}: InProcessOptions): Promise<ProgramRunner> {
  const loggerOf = (name: string, level: string | undefined): Logger =>
    createLogger({ name, level: level ?? 'info', destination: destination(join(logDirectory, `${name}.log`)) });
  const starts = startsWith(new Map());
  // With RabbitMQ every service opens its own connections; the embedded broker is one for all.
  const { mongo, broker: found } = infrastructure;
  const shared =
    found.kind === 'embedded'
      ? await openEmbedded({ mongo, namespace, logger: loggerOf('broker', 'info') })
      : undefined;
  return {
    async start(name, environment) {
      const logger = loggerOf(name, environment['LOG_LEVEL']);
      const program = await starts[name]({ environment, logger, ...(shared ? { broker: shared.broker } : {}) });
      // Whoever kills the platform ends this process, and with it everything in it.
      return { name, stop: () => program.stop(), kill: () => undefined };
    },
    close: async () => shared?.close(),
  };
}

function startSimulator({
  environment,
  logger,
}: {
  environment: ProgramEnvironment;
  logger: Logger;
}): Promise<Stoppable> {
  const required = (name: string): string => environment[name] ?? '';
  return startPaymentSimulator({
    port: Number(environment['PORT']),
    mongodbUri: required('MONGODB_URI'),
    namespace: required('NAMESPACE'),
    key: required('PAYMENT_PROVIDER_KEY'),
    webhookSecret: required('PAYMENT_WEBHOOK_SECRET'),
    webhookUrl: required('PAYMENT_WEBHOOK_URL'),
    logger,
  });
}
