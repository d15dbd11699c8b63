import { parseArgs } from 'node:util';
import { LoadedPlatform } from './loaded-platform.js';
import type { SagaRow, Variant } from './saga-row.js';
import { describeMachine, printRow, printTableHead, printWork } from './table.js';

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
  const naive = new URL('../naive/install.js', import.meta.url).href;
  const loaded = await LoadedPlatform.open({ broker, loadFirst: variant === 'naive' ? naive : undefined });
  const rows: SagaRow[] = [];
  try {
    await loaded.load(16, Math.min(3, seconds));
    for (const inFlight of levels) {
      const row = await loaded.measure(variant, inFlight, seconds);
      printRow(row);
      printWork(row);
      rows.push(row);
    }
  } finally {
    await loaded.close();
  }
  return rows;
}
