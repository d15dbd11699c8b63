import { cpus, totalmem } from 'node:os';
import type { SagaRow } from './saga-row.js';

const columns = [
  'variant',
  'broker',
  'in flight',
  'sagas/s',
  'place p50',
  'place p99',
  'saga p50',
  'saga p99',
  'CPU ms per saga',
];
const widths = [10, 9, 9, 8, 10, 10, 10, 10, 0];

const line = (cells: readonly string[]): string =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(10) : cell.padStart(widths[index] ?? 0))).join('  ');

export function printTableHead(): void {
  process.stdout.write(`${line(columns)}   (durations in milliseconds)\n`);
}

export function printRow(row: SagaRow): void {
  const cpu = Object.entries(row.cpuMillisecondsPerSaga).map(([name, value]) => `${name} ${value ?? '?'}`);
  const cells = [
    row.variant,
    row.broker,
    row.inFlight,
    row.sagasPerSecond,
    row.placeP50,
    row.placeP99,
    row.sagaP50,
    row.sagaP99,
    cpu.join(', '),
  ];
  process.stdout.write(`${line(cells.map(String))}\n`);
}

/** What the last row was paid for. */
export function printWork({ workPerSaga, durableWriteP50 }: SagaRow): void {
  const { commits, messages, databaseRequests, journalSyncs } = workPerSaga;
  process.stdout.write(
    `            per saga: ${commits} commits, ${messages} messages, ${databaseRequests} requests to MongoDB, ${journalSyncs} waits for its journal; one insert alone took ${durableWriteP50} ms\n`,
  );
}

/** How many times the rate of the first each other reached, round by round. */
export function printRatios([yardstick = [], ...others]: readonly (readonly SagaRow[])[]): void {
  for (const rounds of others) {
    const [row] = rounds;
    const ratios = rounds.map(({ sagasPerSecond }, round) =>
      (sagasPerSecond / (yardstick[round]?.sagasPerSecond ?? Number.NaN)).toFixed(2),
    );
    process.stdout.write(`            ${row?.variant} on ${row?.broker}: ${ratios.join(', ')} times the first\n`);
  }
}

/** The machine that figures belong to. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${memory} GiB, Node ${process.versions.node}, ${process.platform}`;
}
