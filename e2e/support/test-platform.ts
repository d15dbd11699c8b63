import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearMongo } from '@ordergraph/infrastructure';
import { freePlatformPort, spawnPlatform, type SpawnedPlatform } from '@ordergraph/launcher';
import { clearTestRabbit, testBrokerUrl, testMongo } from '@ordergraph/testing';

/** A platform with data of its own in a child process, which a test may kill and start again. */
export interface TestPlatform {
  /** The running one; another object after `killAndRestart`. */
  readonly current: SpawnedPlatform;
  /** Keys, logs and the namespace of this platform. */
  readonly dataDirectory: string;
  killAndRestart(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

/** Starts a platform on the test run's MongoDB; `amqpUrl` undefined: on the embedded broker. */
export async function startTestPlatform(options: {
  readonly amqpUrl: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}): Promise<TestPlatform> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'ordergraph-e2e-'));
  const port = await freePlatformPort();
  const environment = {
    MONGODB_URI: testMongo().uri,
    ...(options.amqpUrl === undefined ? { BROKER: 'embedded' } : { AMQP_URL: options.amqpUrl }),
    NODE_ENV: 'development',
    ...options.environment,
  };
  const start = () => spawnPlatform({ dataDirectory, port, environment });
  let current = await start();
  return {
    get current() {
      return current;
    },
    dataDirectory,
    async killAndRestart() {
      await current.kill();
      current = await start();
    },
    async remove() {
      await current.stop();
      await clearMongo(testMongo().uri, current.namespace);
      if (options.amqpUrl === testBrokerUrl()) await clearTestRabbit(`${current.namespace}.`);
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
