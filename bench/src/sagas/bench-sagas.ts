import { parseArgs } from 'node:util';
import { percentile } from '../percentile.js';
import { cpuMilliseconds, processesNamed } from '../platform/cpu-time.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePlatformPort, spawnPlatform, type SpawnedPlatform } from '@ordergraph/launcher';
import { closedLoop, Ends } from './closed-loop.js';
import type { SagaRow, Variant } from './saga-row.js';
import { describeMachine, printRow, printTableHead } from './table.js';
import { Shop } from './shop.js';

/**
 * `npm run bench -- sagas [--seconds 10] [--in-flight 1,16,64,256] [--brokers rabbitmq,embedded] [--naive 256] [--json]`.
 * The naive variant, on RabbitMQ, is measured with `--naive` orders in flight, right after the same of the platform itself.
 */
export async function benchSagas(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '10' },
      'in-flight': { type: 'string', default: '1,16,64,256' },
      brokers: { type: 'string', default: 'rabbitmq,embedded' },
      naive: { type: 'string', default: '256' },
      json: { type: 'boolean', default: false },
    },
  });
  const rows: SagaRow[] = [];
  process.stdout.write(`${describeMachine()}\n`);
  printTableHead();
  const seconds = Number(values.seconds);
  for (const broker of values.brokers.split(',')) {
    rows.push(
      ...(await benchPlatform({ variant: 'ordergraph', broker, levels: numbers(values['in-flight']), seconds })),
    );
    if (broker !== 'rabbitmq' || values.naive === '') continue;
    rows.push(...(await benchPlatform({ variant: 'naive', broker, levels: numbers(values.naive), seconds })));
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ rows })}\n`);
}

const numbers = (list: string): number[] => list.split(',').map(Number);

interface Bench {
  readonly variant: Variant;
  readonly broker: string;
  /** Orders in flight, one measurement each. */
  readonly levels: readonly number[];
  readonly seconds: number;
}

async function benchPlatform({ variant, broker, levels, seconds }: Bench): Promise<SagaRow[]> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'ordergraph-bench-'));
  const platform = await spawnPlatform({
    dataDirectory,
    port: await freePlatformPort(),
    environment: environmentOf(broker),
    loadFirst: variant === 'naive' ? new URL('../naive/install.js', import.meta.url).href : undefined,
  });
  if (platform.broker !== broker) process.stdout.write(`(no ${broker} to be had: ${platform.broker} instead)\n`);
  const ends = new Ends();
  const shop = await Shop.open(platform, ends.heard);
  const rows: SagaRow[] = [];
  try {
    await closedLoop(shop, ends, { inFlight: 16, seconds: Math.min(3, seconds) });
    for (const inFlight of levels) {
      const row = await measure(platform, variant, inFlight, () => closedLoop(shop, ends, { inFlight, seconds }));
      printRow(row);
      rows.push(row);
    }
  } finally {
    await shop.close();
    await platform.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
  return rows;
}

/** Limits that protect a shop from a single client are lifted: here one client is all customers. */
const environmentOf = (broker: string): Record<string, string> => ({
  ...(broker === 'embedded' && { BROKER: 'embedded' }),
  NODE_ENV: 'development',
  LOG_LEVEL: 'warn',
  RATE_PER_PRINCIPAL: '100000',
  RATE_PER_ADDRESS: '100000',
  STREAM_QUEUE: '100000',
});

async function measure(
  platform: SpawnedPlatform,
  variant: Variant,
  inFlight: number,
  run: () => ReturnType<typeof closedLoop>,
): Promise<SagaRow> {
  const processes: Record<string, number[]> = {
    node: [platform.pid],
    mongod: platform.mongoPid === undefined ? processesNamed('mongod') : [platform.mongoPid],
    ...(platform.broker === 'rabbitmq' && { rabbitmq: processesNamed('beam.smp') }),
  };
  const before = Object.entries(processes).map(([name, pids]) => [name, pids, cpuMilliseconds(pids)] as const);
  const { seconds, place, saga } = await run();
  const perSaga = before.map(([name, pids, used]) => {
    const total = cpuMilliseconds(pids);
    const known = used !== undefined && total !== undefined && saga.length > 0 && pids.length > 0;
    return [name, known ? Math.round(((total - used) / saga.length) * 10) / 10 : null] as const;
  });
  return {
    variant,
    broker: platform.broker,
    inFlight,
    sagasPerSecond: Math.round((saga.length / seconds) * 10) / 10,
    placeP50: percentile(place, 0.5),
    placeP99: percentile(place, 0.99),
    sagaP50: percentile(saga, 0.5),
    sagaP99: percentile(saga, 0.99),
    cpuMillisecondsPerSaga: Object.fromEntries(perSaga),
  };
}
