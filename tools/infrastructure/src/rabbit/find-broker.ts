import { join } from 'node:path';
import { firstLineOf, InfrastructureUnavailable } from '../infrastructure-unavailable.js';
import { withoutCredentials } from '../mongo/probe-mongo.js';
import { somebodyListens } from '../process/somebody-listens.js';
import { leaveRunning } from '../recorded-server.js';
import type { Environment, Report } from '../report.js';
import { startPrivateRabbit } from './private-rabbit.js';
import { DEFAULT_AMQP_URL, probeRabbit } from './probe-rabbit.js';
import { findRabbitProgram } from './rabbit-program.js';

/** Where the broker came from: named by the user, met on the default port, started by us, or inside the services' process. */
export type BrokerSource = 'environment' | 'default-port' | 'private' | 'embedded';

export interface FoundBroker {
  kind: 'rabbitmq' | 'embedded';
  source: BrokerSource;
  /** Present exactly for RabbitMQ. */
  url?: string;
  /** For people: what was chosen and why. */
  reason: string;
  /** Stops it if it is private; leaves everybody else's alone. */
  stop(): Promise<void>;
}

export interface FindBrokerOptions {
  environment: Environment;
  /** Data of a private broker is kept in `rabbitmq/` in it. */
  dataDirectory: string;
  report: Report;
  /** What this data directory was used with before: messages may be waiting in it, so it is used again. */
  recorded?: BrokerSource | undefined;
  /** Where an already running RabbitMQ is looked for; default guest at 127.0.0.1:5672. */
  defaultUrl?: string;
}

/**
 * Finds or starts a broker, reporting the choice with its reason: AMQP_URL, BROKER=embedded, RabbitMQ on the default
 * port, an installed RabbitMQ on a port of its own, the embedded broker.
 *
 * @throws InfrastructureUnavailable when the one that was asked for cannot be had
 */
export async function findBroker(options: FindBrokerOptions): Promise<FoundBroker> {
  const found = await choose(options);
  options.report(`Broker: ${found.reason}`);
  return found;
}

async function choose(options: FindBrokerOptions): Promise<FoundBroker> {
  const { environment, recorded } = options;
  const wanted = wantedBroker(environment);
  if (wanted === 'embedded') return embedded('chosen by BROKER=embedded');
  if (environment['AMQP_URL']) return requireRabbit(environment['AMQP_URL']);
  if (recorded === 'embedded' && wanted === undefined) return embedded('this data directory was used with it before');
  if (recorded !== 'private') {
    const found = await onDefaultPort(options.defaultUrl ?? DEFAULT_AMQP_URL);
    if (found) return found;
  }
  if (findRabbitProgram(environment)) return privateRabbit(options);
  if (wanted === undefined) return embedded('no RabbitMQ on port 5672, none installed');
  throw new InfrastructureUnavailable(
    'BROKER=rabbitmq, but no RabbitMQ answers on port 5672 and none is installed.',
    'Start one, set AMQP_URL, install rabbitmq-server, or set BROKER=embedded.',
  );
}

/** What BROKER insists on. */
export function wantedBroker(environment: Environment): 'rabbitmq' | 'embedded' | undefined {
  const value = environment['BROKER'];
  if (value === undefined || value === '') return undefined;
  if (value === 'rabbitmq' || value === 'embedded') return value;
  throw new InfrastructureUnavailable(`BROKER=${value} is not known.`, 'Set it to rabbitmq or embedded, or unset it.');
}

export const embedded = (why: string): FoundBroker => ({
  kind: 'embedded',
  source: 'embedded',
  reason: `the embedded broker (${why})`,
  stop: leaveRunning,
});

export async function requireRabbit(url: string): Promise<FoundBroker> {
  const address = withoutCredentials(url);
  try {
    await probeRabbit(url, 10_000);
  } catch (cause) {
    throw new InfrastructureUnavailable(
      `AMQP_URL names ${address}, which cannot be used: ${firstLineOf(cause)}`,
      'Start it, correct AMQP_URL, or unset AMQP_URL to have a broker found or started for you.',
      { cause },
    );
  }
  return {
    kind: 'rabbitmq',
    source: 'environment',
    url,
    reason: `RabbitMQ at ${address}, named by AMQP_URL`,
    stop: leaveRunning,
  };
}

export async function onDefaultPort(url: string): Promise<FoundBroker | undefined> {
  if (!(await somebodyListens(url))) return undefined;
  try {
    await probeRabbit(url, 10_000);
  } catch {
    return undefined;
  }
  const reason = 'RabbitMQ on the default port 5672';
  return { kind: 'rabbitmq', source: 'default-port', url, reason, stop: leaveRunning };
}

export async function privateRabbit(options: Pick<FindBrokerOptions, 'dataDirectory'>): Promise<FoundBroker> {
  try {
    const rabbit = await startPrivateRabbit({ directory: join(options.dataDirectory, 'rabbitmq') });
    const what = rabbit.adopted ? 'adopted our RabbitMQ of an earlier run' : 'started the installed RabbitMQ';
    const reason = `${what}, port ${rabbit.port}`;
    return { kind: 'rabbitmq', source: 'private', url: rabbit.url, reason, stop: () => rabbit.stop() };
  } catch (cause) {
    throw new InfrastructureUnavailable(firstLineOf(cause), 'Read that log, or set BROKER=embedded.', { cause });
  }
}
