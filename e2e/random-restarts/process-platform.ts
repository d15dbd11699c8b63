import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Replica } from '@ordergraph/chaos';
import { clearMongo } from '@ordergraph/infrastructure';
import {
  freePlatformPort,
  platformPorts,
  prepareEnvironments,
  type ProgramName,
  type SubgraphName,
} from '@ordergraph/launcher';
import { clearTestRabbit, testDirectory, testMongo, uniqueNamespace } from '@ordergraph/testing';

/** The platform as processes, one of each program, which are started again whatever ends them. */
export interface ProcessPlatform {
  readonly graphqlUrl: string;
  readonly programs: Readonly<Record<'gateway' | SubgraphName, Replica>>;
  /** Ends of processes that nobody asked for. */
  readonly deaths: readonly string[];
  remove(): Promise<void>;
}

/** On RabbitMQ: processes share no broker of their own. */
export async function startProcessPlatform(amqpUrl: string): Promise<ProcessPlatform> {
  const dataDirectory = testDirectory('processes');
  const namespace = uniqueNamespace().name;
  const ports = platformPorts(await freePlatformPort());
  const environments = await prepareEnvironments({
    environment: { ...process.env, NODE_ENV: 'development' },
    namespace,
    dataDirectory,
    ports,
    mongo: testMongo(),
    broker: { kind: 'rabbitmq', url: amqpUrl },
  });
  const deaths: string[] = [];
  const start = (program: ProgramName): Replica =>
    new Replica({
      name: program,
      program,
      environment: environments[program],
      log: join(dataDirectory, 'logs', `${program}.log`),
      onDeath: ({ replica, how, by }) => by === 'itself' && deaths.push(`${replica}: ${how}`),
    });
  const simulator = start('payment-simulator');
  const programs = {
    users: start('users'),
    inventory: start('inventory'),
    orders: start('orders'),
    payments: start('payments'),
    gateway: start('gateway'),
  };
  const all = [simulator, ...Object.values(programs)];
  await Promise.all(all.map((each) => each.running()));
  return {
    graphqlUrl: `http://127.0.0.1:${ports.gateway}/graphql`,
    programs,
    deaths,
    async remove() {
      await Promise.all(all.map((each) => each.stop()));
      await clearMongo(testMongo().uri, namespace);
      await clearTestRabbit(`${namespace}.`);
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
