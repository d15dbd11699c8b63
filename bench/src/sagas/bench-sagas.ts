import { parseArgs } from 'node:util';
import { LoadedPlatform } from './loaded-platform.js';
import type { SagaRow, Variant } from './saga-row.js';
import { describeMachine, printRatios, printRow, printTableHead, printWork } from './table.js';

/**
 * `npm run bench -- sagas [--seconds 10] [--rounds 3] [--in-flight 1,16,64,256] [--brokers rabbitmq,embedded] [--naive 256] [--json]`.
 * A platform per broker runs at once, and they are loaded in turns, each once a round: what slows the machine for a while slows them all.
 * A row is the round of the median rate. The naive variant, on RabbitMQ, follows alone with `--naive` orders in flight: it is not idle
 * when it has nothing to do.
 */
export async function benchSagas(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '3' },
      'in-flight': { type: 'string', default: '1,16,64,256' },
      brokers: { type: 'string', default: 'rabbitmq,embedded' },
      naive: { type: 'string', default: '256' },
      json: { type: 'boolean', default: false },
    },
  });
  process.stdout.write(`${describeMachine()}\n`);
  const load = { seconds: Number(values.seconds), rounds: Number(values.rounds) };
  const brokers = values.brokers.split(',').map((broker) => ({ variant: 'ordergraph' as const, broker }));
  const rows = await benchTogether(brokers, { ...load, levels: numbers(values['in-flight']) });
  if (values.naive !== '') {
    const loadFirst = new URL('../naive/install.js', import.meta.url).href;
    const naive = { variant: 'naive' as const, broker: 'rabbitmq', loadFirst };
    rows.push(...(await benchTogether([naive], { ...load, levels: numbers(values.naive) })));
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ rows })}\n`);
}

const numbers = (list: string): number[] => list.split(',').map(Number);

interface Bench {
  readonly variant: Variant;
  readonly broker: string;
  readonly loadFirst?: string;
}

interface Load {
  readonly seconds: number;
  readonly rounds: number;
}

interface OpenBench {
  readonly bench: Bench;
  readonly platform: LoadedPlatform;
}

async function benchTogether(
  benches: readonly Bench[],
  { levels, ...load }: Load & { readonly levels: readonly number[] },
): Promise<SagaRow[]> {
  const open: OpenBench[] = [];
  try {
    for (const bench of benches) open.push({ bench, platform: await LoadedPlatform.open(bench) });
    for (const each of open) await warmUp(each, load.seconds);
    printTableHead();
    const rows: SagaRow[] = [];
    for (const inFlight of levels) {
      const rounds = await inTurns(open, inFlight, load);
      for (const row of rounds.map(ofMedianRate)) {
        printRow(row);
        printWork(row);
        rows.push(row);
      }
      printRatios(rounds);
    }
    return rows;
  } finally {
    for (const { platform } of open) await platform.close();
  }
}

/** What a process compiles only after some thousand calls, it has compiled when the first row is measured. */
async function warmUp({ bench, platform }: OpenBench, seconds: number): Promise<void> {
  process.stdout.write(`warming up ${bench.variant} on ${bench.broker}…\n`);
  await platform.load(bench.variant === 'naive' ? 16 : 64, 2 * seconds);
}

/** The rows of each, one per round. */
async function inTurns(open: readonly OpenBench[], inFlight: number, { seconds, rounds }: Load): Promise<SagaRow[][]> {
  const measured = open.map((): SagaRow[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { bench, platform }] of open.entries()) {
      measured[index]?.push(await platform.measure(bench.variant, inFlight, seconds));
    }
  }
  return measured;
}

function ofMedianRate(rounds: readonly SagaRow[]): SagaRow {
  const sorted = rounds.toSorted((a, b) => a.sagasPerSecond - b.sagasPerSecond);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (!median) throw new Error('nothing was measured: --rounds must be 1 or more');
  return median;
}
