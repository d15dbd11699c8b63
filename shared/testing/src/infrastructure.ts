import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clearRabbit, startPrivateRabbit, type PrivateRabbit } from '@ordergraph/infrastructure';

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

/** A RabbitMQ (about 4 s to start) that the test may stop, kill and cut off. Stop it in `afterAll`; the run removes its data. */
export function startBreakableRabbit(): Promise<PrivateRabbit> {
  return startPrivateRabbit({ directory: testDirectory('rabbitmq') });
}

/** A directory of the run that nobody else uses, not made yet; with the run it goes, and servers that are recorded in it end. */
export const testDirectory = (name: string): string =>
  join(required('ORDERGRAPH_TEST_DIRECTORY'), `${name}-${randomUUID().slice(0, 8)}`);

/**
 * Deletes from the run's RabbitMQ all queues and exchanges that begin with `prefix`: for programs in other processes, whose names
 * the test does not know. Takes seconds; `TestNamespace.cleanup` does not.
 */
export async function clearTestRabbit(prefix: string): Promise<void> {
  const url = testBrokerUrl();
  if (url === undefined) return;
  const directory = join(required('ORDERGRAPH_TEST_DIRECTORY'), 'rabbitmq');
  const rabbit = existsSync(directory) ? await startPrivateRabbit({ directory }) : undefined; // it runs: adopted
  await clearRabbit(url, prefix, rabbit?.control);
}

/** What the run tells its suites. @throws Error outside of a jest run of the integration or e2e project */
export function required(variable: string): string {
  const value = process.env[variable];
  if (value === undefined)
    throw new Error(`${variable} is not set: run this suite in jest's integration or e2e project.`);
  return value;
}
