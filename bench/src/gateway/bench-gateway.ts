import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpuMilliseconds } from '../platform/cpu-time.js';
import { describeMachine } from '../sagas/table.js';
import { benchStreams, type StreamsRow } from './bench-streams.js';
import { askOnce, load } from './load.js';
import { type Answer, composeShop, firstFederation, operations } from './shop-graph.js';
import { installRivals, type Rival, rivals } from './rivals.js';
import { start } from './start.js';
import { type Target as OwnTarget, targets } from './targets.js';

type Target = OwnTarget | Rival;

interface GatewayRow {
  readonly target: Target;
  readonly answer: Answer;
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuMillisecondsPerRequest: number | null;
}

/** Until an engine has compiled what is hot. */
const warmUpSeconds = 5;
/** Of each number of watchers. */
const streamSeconds = 5;

interface StartedTarget {
  readonly target: Target;
  readonly url: string;
  readonly pid: number;
}

/**
 * `npm run bench -- gateway [--seconds 1] [--rounds 15] [--in-flight 32] [--json]`: gateways before the same subgraphs, in processes of
 * their own, loaded in short turns; of each figure the median over the rounds, also of how many times the others' it is in the same round.
 * Durations in milliseconds. Then one stream of this gateway, with more and more watchers.
 */
export async function benchGateway(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '15' },
      'in-flight': { type: 'string', default: '32' },
      json: { type: 'boolean', default: false },
    },
  });
  process.stdout.write(`${describeMachine()}\n`);
  const directory = await mkdtemp(join(tmpdir(), 'ordergraph-bench-'));
  const processes: ChildProcess[] = [];
  try {
    const started = await startAll(join(directory, 'supergraph.graphql'), processes);
    await mustAgree(started);
    const options = { seconds: Number(values.seconds), inFlight: Number(values['in-flight']) };
    const measured = await inTurns(started, Number(values.rounds), options);
    const rows = medians(measured);
    rows.forEach(printRow);
    printRatios(measured);
    const file = join(directory, 'prices.graphql');
    const streams = await benchStreams({ file, processes, seconds: streamSeconds });
    streams.forEach(printStreams);
    if (values.json) process.stdout.write(`${JSON.stringify({ rows, streams })}\n`);
  } finally {
    for (const child of processes) child.disconnect();
    await rm(directory, { recursive: true, force: true });
  }
}

async function startAll(file: string, processes: ChildProcess[]): Promise<readonly StartedTarget[]> {
  const urls = (await start('subgraphs-process.js', [], processes)).message as Record<string, string>;
  const supergraph = composeShop(urls);
  await writeFile(file, supergraph);
  const started: StartedTarget[] = [];
  for (const target of Object.keys(targets) as OwnTarget[]) {
    const { message, pid } = await start('target-process.js', [target, file], processes);
    started.push({ target, url: String(message), pid });
  }
  await installRivals();
  for (const [target, module] of Object.entries(rivals) as [Rival, string][]) {
    const { message, pid } = await start(module, [], processes, { urls, supergraph, schemas: firstFederation });
    started.push({ target, url: String(message), pid });
  }
  return started;
}

/** Whoever answers something else is not measured. */
async function mustAgree(started: readonly StartedTarget[]): Promise<void> {
  for (const query of Object.values(operations)) {
    const answers = await Promise.all(started.map(async ({ url }) => (await askOnce(url, query)).trim()));
    const other = started[answers.findIndex((answer) => answer !== answers[0])];
    if (other) throw new Error(`${other.target} answers ${query} otherwise: ${answers.join('\n')}`);
  }
}

async function inTurns(
  started: readonly StartedTarget[],
  rounds: number,
  options: { readonly seconds: number; readonly inFlight: number },
): Promise<GatewayRow[]> {
  const measured: GatewayRow[] = [];
  for (const { url } of started)
    for (const query of Object.values(operations)) await load(url, query, { ...options, seconds: warmUpSeconds });
  for (let round = 0; round < rounds; round += 1) {
    for (const answer of Object.keys(operations) as Answer[]) {
      for (const each of rotated(started, round)) measured.push(await measure(each, answer, options));
    }
  }
  return measured;
}

/** Nobody always comes after the same other, whose collector may still be at work. */
const rotated = <T>(items: readonly T[], by: number): readonly T[] =>
  items.map((_, index) => items[(index + by) % items.length] as T);

async function measure(
  { target, url, pid }: StartedTarget,
  answer: Answer,
  options: { readonly seconds: number; readonly inFlight: number },
): Promise<GatewayRow> {
  const before = cpuMilliseconds([pid]);
  const { requests, requestsPerSecond, p50, p99 } = await load(url, operations[answer], options);
  const after = cpuMilliseconds([pid]);
  const cpu =
    before === undefined || after === undefined ? null : Math.round(((after - before) / requests) * 1_000) / 1_000;
  return { target, answer, requestsPerSecond, p50, p99, cpuMillisecondsPerRequest: cpu };
}

function medians(measured: readonly GatewayRow[]): GatewayRow[] {
  if (measured.length === 0) throw new Error('nothing was measured: --rounds must be 1 or more');
  return [...new Set(measured.map(({ target }) => target))].flatMap((target) =>
    (Object.keys(operations) as Answer[]).map((answer) => {
      const rows = rowsOf(measured, target, answer);
      return {
        target,
        answer,
        requestsPerSecond: median(rows.map((row) => row.requestsPerSecond)) ?? 0,
        p50: median(rows.map(({ p50 }) => p50)) ?? 0,
        p99: median(rows.map(({ p99 }) => p99)) ?? 0,
        cpuMillisecondsPerRequest: median(rows.map((row) => row.cpuMillisecondsPerRequest)) ?? null,
      };
    }),
  );
}

const rowsOf = (measured: readonly GatewayRow[], target: Target, answer: Answer): readonly GatewayRow[] =>
  measured.filter((row) => row.target === target && row.answer === answer);

/** Of those that are known. */
function median(values: readonly (number | null)[]): number | undefined {
  const known = values.filter((value) => value !== null).sort((one, other) => one - other);
  return known[Math.floor(known.length / 2)];
}

function printRow({ target, answer, requestsPerSecond, p50, p99, cpuMillisecondsPerRequest }: GatewayRow): void {
  const cells = [
    target.padEnd(12),
    answer.padEnd(6),
    `${requestsPerSecond} requests/s`.padStart(18),
    `p50 ${p50}`,
    `p99 ${p99}`,
  ];
  process.stdout.write(`${cells.join('  ')}  CPU ${cpuMillisecondsPerRequest ?? '?'} ms each\n`);
}

function printStreams({ watchers, deliveriesPerSecond, cpuMicrosecondsPerDelivery }: StreamsRow): void {
  const cells = [String(watchers).padStart(5), `${deliveriesPerSecond} deliveries/s`.padStart(20)];
  process.stdout.write(`watchers ${cells.join('  ')}  CPU ${cpuMicrosecondsPerDelivery ?? '?'} µs each\n`);
}

/** A machine that is slower for a while is so for all gateways of a round. */
function printRatios(measured: readonly GatewayRow[]): void {
  const others = new Set(measured.map(({ target }) => target).filter((target) => target !== 'ordergraph'));
  for (const answer of Object.keys(operations) as Answer[]) {
    const ours = rowsOf(measured, 'ordergraph', answer);
    for (const other of others) {
      const theirs = rowsOf(measured, other, answer);
      const times = (of: (row: GatewayRow) => number | null): string => {
        const ratios = ours.map((row, round) => ratio(of(row), of(theirs[round] as GatewayRow)));
        return median(ratios)?.toFixed(2) ?? '?';
      };
      const cells = [times((row) => row.requestsPerSecond), times((row) => row.cpuMillisecondsPerRequest)];
      process.stdout.write(
        `${answer}: ${cells[0]} times the requests of ${other}, ${cells[1]} times its CPU for each\n`,
      );
    }
  }
}

const ratio = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one / other;
