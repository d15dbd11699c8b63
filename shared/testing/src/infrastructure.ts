import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { clearMongo, startPrivateRabbit, type PrivateRabbit } from '@ordergraph/infrastructure';

/**
 * The MongoDB replica set that all suites of this run share. Take a database of your own: see `uniqueNamespace`.
 *
 * @throws Error outside of a jest run of the integration or e2e project
 */
export function testMongo(): { uri: string } {
  return { uri: required('ORDERGRAPH_TEST_MONGODB_URI') };
}

/** `amqp://` address of the RabbitMQ that all suites of this run share; undefined where there is none to be had. */
export function testBrokerUrl(): string | undefined {
  return process.env['ORDERGRAPH_TEST_AMQP_URL'];
}

/** One broker that a suite runs against; `url` is present exactly for RabbitMQ. */
export interface TestBroker {
  kind: 'rabbitmq' | 'embedded';
  url: string | undefined;
}

/** Every broker to be had, for `describe.each(testBrokers())('… on $kind', …)`. Prints what is skipped. */
export function testBrokers(): TestBroker[] {
  const url = testBrokerUrl();
  const embedded: TestBroker = { kind: 'embedded', url: undefined };
  if (url !== undefined) return [{ kind: 'rabbitmq', url }, embedded];
  process.stderr.write('No RabbitMQ: skipped on RabbitMQ, run on the embedded broker only.\n');
  return [embedded];
}

/** Names of one test in databases and broker; nobody else uses them. */
export interface TestNamespace {
  /** Give it to a service as NAMESPACE. */
  name: string;
  /** Drops its databases. Its queues go when the run ends. */
  cleanup(): Promise<void>;
}

/** A namespace never used before, short enough for database names. */
export function uniqueNamespace(): TestNamespace {
  const name = `${required('ORDERGRAPH_TEST_RUN')}-${randomUUID().slice(0, 8)}`;
  return { name, cleanup: () => clearMongo(testMongo().uri, name) };
}

/** A RabbitMQ (about 4 s to start) that the test may stop, kill and cut off. Stop it in `afterAll`; the run removes its data. */
export function startBreakableRabbit(): Promise<PrivateRabbit> {
  const directory = join(required('ORDERGRAPH_TEST_DIRECTORY'), `rabbitmq-${randomUUID().slice(0, 8)}`);
  return startPrivateRabbit({ directory });
}

function required(variable: string): string {
  const value = process.env[variable];
  if (value === undefined)
    throw new Error(`${variable} is not set: run this suite in jest's integration or e2e project.`);
  return value;
}
