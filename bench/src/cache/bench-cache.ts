import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  demoUsers,
  freePlatformPort,
  type GraphClient,
  signIn,
  type SpawnedPlatform,
  spawnPlatform,
} from '@ordergraph/launcher';
import { percentile } from '../percentile.js';
import { cpuMilliseconds } from '../platform/cpu-time.js';
import { environmentOf } from '../sagas/loaded-platform.js';
import { describeMachine } from '../sagas/table.js';
import { Browsers } from './browsers.js';
import { priceChanges } from './price-changes.js';

interface CacheRow {
  readonly cache: string;
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Of all requests, those answered by the cache. */
  readonly hitRate: number;
  readonly cpuMillisecondsPerRequest: number | null;
  /** The longest time for which an old price was still shown after its change was answered. */
  readonly longestStaleMilliseconds: number;
}

interface Bench {
  readonly cache: string;
  readonly platform: SpawnedPlatform;
  readonly operator: GraphClient;
  readonly rows: CacheRow[];
}

/**
 * `npm run bench -- cache [--seconds 5] [--rounds 3] [--in-flight 32] [--redis redis://127.0.0.1:6379] [--json]`: the catalogue without a cache,
 * with one in memory and with one in Redis, in turns, while a price changes every second. A row is the round of the median rate.
 */
export async function benchCache(args: string[]): Promise<void> {
  const options = {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    'in-flight': { type: 'string', default: '32' },
    redis: { type: 'string', default: 'redis://127.0.0.1:6379' },
    json: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ args, options });
  process.stdout.write(`${describeMachine()}\n`);
  const caches = { none: { RESPONSE_CACHE_MEGABYTES: '0' }, memory: {}, redis: { REDIS_URL: values.redis } };
  const load = { seconds: Number(values.seconds), inFlight: Number(values['in-flight']) };
  const directory = await mkdtemp(join(tmpdir(), 'ordergraph-bench-'));
  const benches: Bench[] = [];
  try {
    for (const [cache, environment] of Object.entries(caches)) {
      benches.push(await open(cache, join(directory, cache), environment));
    }
    for (const bench of benches) await measure(bench, { ...load, seconds: 2 });
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const bench of benches) bench.rows.push(await measure(bench, load));
    }
    const rows = benches.map(({ rows: rounds }) => ofMedianRate(rounds));
    rows.forEach(print);
    if (values.json) process.stdout.write(`${JSON.stringify({ rows })}\n`);
  } finally {
    for (const { platform } of benches) await platform.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function open(cache: string, dataDirectory: string, environment: Record<string, string>): Promise<Bench> {
  const platform = await spawnPlatform({
    dataDirectory,
    port: await freePlatformPort(),
    environment: { ...environmentOf('embedded'), ...environment },
  });
  return { cache, platform, operator: await signIn(platform.graphqlUrl, demoUsers.operator), rows: [] };
}

async function measure(
  { cache, platform, operator }: Bench,
  load: { readonly seconds: number; readonly inFlight: number },
): Promise<CacheRow> {
  const browsers = new Browsers(platform.graphqlUrl, platform.productIds);
  const hitsBefore = await hits(platform);
  const cpuBefore = cpuMilliseconds([platform.pid]);
  const changing = priceChanges({ operator, browsers, productIds: platform.productIds, seconds: load.seconds });
  const { times, elapsedSeconds } = await browsers.load(load);
  const cpuAfter = cpuMilliseconds([platform.pid]);
  const hitsAfter = await hits(platform);
  const stale = await changing;
  await browsers.close();
  return {
    cache,
    requestsPerSecond: Math.round(times.length / elapsedSeconds),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    hitRate: Math.round(((hitsAfter - hitsBefore) / times.length) * 1_000) / 1_000,
    cpuMillisecondsPerRequest:
      cpuBefore === undefined || cpuAfter === undefined
        ? null
        : Math.round(((cpuAfter - cpuBefore) / times.length) * 100) / 100,
    longestStaleMilliseconds: Math.max(0, ...stale),
  };
}

async function hits({ graphqlUrl }: SpawnedPlatform): Promise<number> {
  const text = await (await fetch(new URL('/metrics', graphqlUrl))).text();
  return Number(/^ordergraph_gateway_cached_answers_total\{outcome="hit"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

function ofMedianRate(rounds: readonly CacheRow[]): CacheRow {
  const sorted = rounds.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (!median) throw new Error('nothing was measured: --rounds must be 1 or more');
  return median;
}

function print(row: CacheRow): void {
  const cells = [
    row.cache.padEnd(7),
    `${row.requestsPerSecond} requests/s`.padStart(17),
    `p50 ${row.p50}`,
    `p99 ${row.p99}`,
    `hits ${Math.round(row.hitRate * 1_000) / 10} %`,
    `CPU ${row.cpuMillisecondsPerRequest ?? '?'} ms each`,
    `old price for at most ${row.longestStaleMilliseconds} ms`,
  ];
  process.stdout.write(`${cells.join('  ')}\n`);
}
