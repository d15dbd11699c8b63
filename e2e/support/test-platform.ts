import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearMongo } from '@ordergraph/infrastructure';
import { freePlatformPort, spawnPlatform, type SpawnedPlatform } from '@ordergraph/launcher';
import { clearTestRabbit, testBrokerUrl, testMongo } from '@ordergraph/testing';

type Environment = Readonly<Record<string, string>>;

export interface TestPlatformOptions {
  /** Undefined: on the embedded broker. */
  readonly amqpUrl: string | undefined;
  readonly environment?: Environment;
}

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

/** The place of a platform on the test run's MongoDB: its data outlive its processes. */
export interface TestPlace {
  readonly dataDirectory: string;
  /** Starts its process; @throws {PlatformEnded} */
  spawn(options?: { readonly environment?: Environment; readonly log?: string }): Promise<SpawnedPlatform>;
  /** Stops its process and removes its data. */
  remove(platform: SpawnedPlatform): Promise<void>;
}

export async function prepareTestPlace(options: TestPlatformOptions): Promise<TestPlace> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'ordergraph-e2e-'));
  const port = await freePlatformPort();
  const common = {
    MONGODB_URI: testMongo().uri,
    ...(options.amqpUrl === undefined ? { BROKER: 'embedded' } : { AMQP_URL: options.amqpUrl }),
    NODE_ENV: 'development',
    ...options.environment,
  };
  return {
    dataDirectory,
    spawn: ({ environment, ...others } = {}) =>
      spawnPlatform({ dataDirectory, port, environment: { ...common, ...environment }, ...others }),
    async remove(platform) {
      await platform.stop();
      await clearMongo(testMongo().uri, platform.namespace);
      if (options.amqpUrl === testBrokerUrl()) await clearTestRabbit(`${platform.namespace}.`);
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Starts a platform on the test run's MongoDB; `amqpUrl` undefined: on the embedded broker. */
export async function startTestPlatform(options: TestPlatformOptions): Promise<TestPlatform> {
  const place = await prepareTestPlace(options);
  let current = await place.spawn();
  return {
    get current() {
      return current;
    },
    dataDirectory: place.dataDirectory,
    async killAndRestart() {
      await current.kill();
      current = await place.spawn();
    },
    remove: () => place.remove(current),
  };
}
