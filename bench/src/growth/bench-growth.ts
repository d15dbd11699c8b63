import { parseArgs } from 'node:util';
import { percentile } from '../percentile.js';
import { LoadedPlatform } from '../sagas/loaded-platform.js';
import { describeMachine } from '../sagas/table.js';
import { multiplyOrders } from './multiply.js';

/** Rates and times of one platform, medians over the rounds. */
interface GrowthRow {
  readonly storedCommits: number;
  readonly sagasPerSecond: number;
  readonly placeP99: number;
}

/**
 * `npm run bench -- growth [--commits 1000000] [--in-flight 64] [--seconds 10] [--rounds 3] [--broker rabbitmq] [--json]`: two
 * platforms, one empty and one with a long past, measured in turns.
 */
export async function benchGrowth(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      commits: { type: 'string', default: '1000000' },
      'in-flight': { type: 'string', default: '64' },
      seconds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '3' },
      broker: { type: 'string', default: 'rabbitmq' },
      json: { type: 'boolean', default: false },
    },
  });
  const { broker } = values;
  process.stdout.write(`${describeMachine()}\n`);
  const full = await LoadedPlatform.open({ broker });
  try {
    const storedCommits = await fill(full, Number(values.commits));
    const empty = await LoadedPlatform.open({ broker });
    try {
      const platforms = [
        { loaded: empty, storedCommits: 0 },
        { loaded: full, storedCommits },
      ];
      const load = { inFlight: Number(values['in-flight']), seconds: Number(values.seconds) };
      const rows = await inTurns(platforms, Number(values.rounds), load);
      printComparison(rows);
      if (values.json) process.stdout.write(`${JSON.stringify({ rows })}\n`);
    } finally {
      await empty.close();
    }
  } finally {
    await full.close();
  }
}

async function fill(full: LoadedPlatform, commits: number): Promise<number> {
  await full.load(16, 5);
  // Published commits are marked once a second: it starts again at rest.
  await full.restart();
  const { mongodbUri, namespace } = full.platform;
  const report = (stored: number): void => void process.stdout.write(`\r${stored} of ${commits} commits stored`);
  const stored = await multiplyOrders({ mongodbUri, namespace, commits, report });
  process.stdout.write(`\r${stored} commits stored            \n`);
  await full.restart();
  return stored;
}

async function inTurns(
  platforms: readonly { readonly loaded: LoadedPlatform; readonly storedCommits: number }[],
  rounds: number,
  { inFlight, seconds }: { readonly inFlight: number; readonly seconds: number },
): Promise<readonly GrowthRow[]> {
  for (const { loaded } of platforms) await loaded.load(inFlight, 3);
  const measured = platforms.map(({ storedCommits }) => ({
    storedCommits,
    rates: [] as number[],
    p99s: [] as number[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { loaded }] of platforms.entries()) {
      const { sagasPerSecond, placeP99 } = await loaded.measure('ordergraph', inFlight, seconds);
      measured[index]?.rates.push(sagasPerSecond);
      measured[index]?.p99s.push(placeP99);
      process.stdout.write(
        `${measured[index]?.storedCommits} stored: ${sagasPerSecond} sagas/s, place p99 ${placeP99} ms\n`,
      );
    }
  }
  return measured.map(({ storedCommits, rates, p99s }) => ({
    storedCommits,
    sagasPerSecond: percentile(rates, 0.5),
    placeP99: percentile(p99s, 0.5),
  }));
}

function printComparison([empty, full]: readonly GrowthRow[]): void {
  if (!empty || !full) return;
  const change = (before: number, after: number): string => `${Math.round((after / before - 1) * 1_000) / 10} %`;
  process.stdout.write(
    `with ${full.storedCommits} commits stored: sagas/s ${change(empty.sagasPerSecond, full.sagasPerSecond)}, ` +
      `place p99 ${change(empty.placeP99, full.placeP99)}\n`,
  );
}
