import { join } from 'node:path';
import { readRunningProcess } from '@ordergraph/infrastructure';
import { awaitSeed } from '../demo/await-seed.js';
import { subgraphNames, subgraphUrl } from './program-environments.js';
import { startPlatform } from './start-platform.js';

/** What the parent learns once the platform of this process is up. */
export interface PlatformReady {
  readonly graphqlUrl: string;
  readonly websocketUrl: string;
  readonly broker: string;
  readonly namespace: string;
  readonly mongodbUri: string;
  /** URLs of the subgraphs by name, for tests of their own ports. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly paymentProvider: { readonly url: string; readonly key: string };
  /** The mongod of this data directory; undefined when another one was found. */
  readonly mongoPid: number | undefined;
  /** Of the demo products, those with plenty in stock. */
  readonly productIds: readonly string[];
}

/**
 * The whole platform in this process, for a parent that loads it, measures it or kills it (`spawnPlatform`). It ends when
 * its parent does.
 */
async function main(): Promise<void> {
  process.once('disconnect', () => process.exit(1)); // the parent went away before this was ready
  const platform = await startPlatform({ environment: process.env, report: () => undefined });
  const { products } = await awaitSeed(platform.graphqlUrl);
  const { environments, ports } = platform;
  const ready: PlatformReady = {
    graphqlUrl: platform.graphqlUrl,
    websocketUrl: platform.websocketUrl,
    broker: platform.infrastructure.broker.kind,
    namespace: platform.namespace,
    mongodbUri: platform.infrastructure.mongo.uri,
    subgraphUrls: Object.fromEntries(subgraphNames.map((name) => [name, subgraphUrl(ports, name)])),
    paymentProvider: {
      url: environments.payments['PAYMENT_PROVIDER_URL'] ?? '',
      key: environments.payments['PAYMENT_PROVIDER_KEY'] ?? '',
    },
    mongoPid: (await readRunningProcess(join(platform.dataDirectory, 'mongodb')))?.pid,
    productIds: products.filter(({ availability }) => availability === 'IN_STOCK').map(({ id }) => id),
  };
  process.removeAllListeners('disconnect');
  process.once('disconnect', () => {
    void platform.stop().finally(() => process.exit());
  });
  process.send?.(ready);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
