import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { prepareEnvironments, type ProgramEnvironment, type ProgramName, subgraphNames } from '@ordergraph/launcher';
import type { Death, History } from '../history/history.js';
import type { Urls } from '../workload/shop.js';
import { type Network, startNetwork } from '../network/network.js';
import type { Random } from '../random.js';
import { type Servers, startServers } from './servers.js';
import { releaseEnvironment } from '../releases/release-environment.js';
import { choosePorts, type StagePorts } from './ports.js';
import { Replica } from './replica.js';

/** The platform that a run plays on: two replicas of each program, clusters of its own, and a provider. */
export interface Stage {
  readonly services: readonly Replica[];
  readonly gateways: readonly Replica[];
  readonly simulator: Replica;
  /** Between gateways, services and RabbitMQ; clients reach the gateways directly. */
  readonly network: Network;
  readonly servers: Servers;
  readonly namespace: string;
  readonly gatewayUrls: Urls;
  /** What the processes have logged, a file each. */
  readonly logs: string;
  readonly provider: { readonly url: string; readonly key: string };
  /** Faults note here what the checkers have to know. */
  readonly history: History;
  stop(): Promise<void>;
}

export interface StageOptions {
  readonly directory: string;
  readonly history: History;
  readonly random: Random;
  readonly onDeath: (death: Omit<Death, 'at'>) => void;
  readonly report: (line: string) => void;
}

const replicasEach = 2;

/** Deadlines short enough for a run to pass them, a provider slower than them now and then; no limits on what one address may ask. */
const environment: ProgramEnvironment = {
  ...process.env,
  ...releaseEnvironment('reader'),
  NODE_ENV: 'development',
  LOG_LEVEL: 'info',
  RESERVE_DEADLINE_SECONDS: '15',
  AUTHORIZE_DEADLINE_SECONDS: '20',
  CUSTOMER_ACTION_DEADLINE_SECONDS: '15',
  CAPTURE_DEADLINE_SECONDS: '20',
  PAYMENT_PROVIDER_TIMEOUT_SECONDS: '5',
  RATE_PER_PRINCIPAL: '0',
  RATE_PER_ADDRESS: '0',
  RATE_SIGN_IN_PER_MINUTE: '0',
  MAX_SOCKETS_PER_USER: '10000',
  MAX_SOCKETS_PER_ADDRESS: '10000',
  RATE_NEW_SOCKETS_PER_ADDRESS: '0',
};

export async function setStage(options: StageOptions): Promise<Stage> {
  const servers = await startServers(options.directory);
  try {
    return await setPrograms(servers, options);
  } catch (error) {
    await servers.stop();
    throw error;
  }
}

async function setPrograms(servers: Servers, options: StageOptions): Promise<Stage> {
  const { directory, history, random, onDeath, report } = options;
  const ports = await choosePorts(replicasEach);
  const network = await startNetwork({ services: behindBalancers(ports), brokerUrls: servers.rabbit.urls, random });
  const namespace = `chaos-${randomBytes(3).toString('hex')}`;
  const environments = await prepareEnvironments({
    environment,
    namespace,
    dataDirectory: directory,
    ports: ports.addresses,
    mongo: { uri: servers.mongo.uri },
    broker: { kind: 'rabbitmq', url: network.brokerUrls.join(',') },
  });
  const logs = join(directory, 'logs');
  const start = (program: ProgramName, number: number, port: number): Replica => {
    const name = `${program}-${number}`;
    const log = join(logs, `${name}.log`);
    return new Replica({ name, program, log, onDeath, environment: { ...environments[program], PORT: String(port) } });
  };
  const startAll = (program: ProgramName, replicas: readonly number[]): Replica[] =>
    replicas.map((port, index) => start(program, index + 1, port));
  const simulator = start('payment-simulator', 1, ports.addresses.paymentSimulator);
  const services = subgraphNames.flatMap((name) => startAll(name, ports.replicas[name]));
  const gateways = startAll('gateway', ports.replicas.gateway);
  const all = [simulator, ...services, ...gateways];
  await Promise.all(all.map((replica) => replica.running()));
  report(`${all.length} processes, three nodes of MongoDB and of RabbitMQ; in ${directory}`);
  return {
    ...{ services, gateways, simulator, network, servers, namespace, history, logs },
    gatewayUrls: ports.replicas.gateway.map((port) => `http://127.0.0.1:${port}/graphql`) as unknown as Urls,
    provider: providerOf(environments.payments),
    async stop() {
      await Promise.all(all.map((replica) => replica.stop()));
      await network.close();
      await servers.stop();
    },
  };
}

const behindBalancers = ({ addresses, replicas }: StagePorts) =>
  subgraphNames.map((name) => ({ port: addresses[name], replicas: replicas[name] }));

const providerOf = (payments: ProgramEnvironment): Stage['provider'] => ({
  url: payments['PAYMENT_PROVIDER_URL'] ?? '',
  key: payments['PAYMENT_PROVIDER_KEY'] ?? '',
});
