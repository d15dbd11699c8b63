import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpuMilliseconds } from '../platform/cpu-time.js';
import { describeMachine } from '../sagas/table.js';
import { askOnce, load } from './load.js';
import { type Answer, composeShop, operations } from './shop-graph.js';
import { type Target, targets } from './targets.js';

interface GatewayRow {
  readonly target: Target;
  readonly answer: Answer;
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuMillisecondsPerRequest: number | null;
}

interface Started {
  readonly target: Target;
  readonly url: string;
  readonly pid: number;
}

/**
 * `npm run bench -- gateway [--seconds 5] [--rounds 3] [--in-flight 32] [--json]`: gateways before the same subgraphs, in processes of
 * their own, loaded in turns; medians over the rounds. Durations in milliseconds.
 */
export async function benchGateway(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '3' },
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
    const rows = await inTurns(started, Number(values.rounds), options);
    rows.forEach(printRow);
    printRatios(rows);
    if (values.json) process.stdout.write(`${JSON.stringify({ rows })}\n`);
  } finally {
    for (const child of processes) child.disconnect();
    await rm(directory, { recursive: true, force: true });
  }
}

async function startAll(file: string, processes: ChildProcess[]): Promise<readonly Started[]> {
  const urls = (await start('subgraphs-process.js', [], processes)).message as Record<string, string>;
  await writeFile(file, composeShop(urls));
  const started: Started[] = [];
  for (const target of Object.keys(targets) as Target[]) {
    const { message, pid } = await start('target-process.js', [target, file], processes);
    started.push({ target, url: String(message), pid });
  }
  return started;
}

async function start(
  module: string,
  args: string[],
  processes: ChildProcess[],
): Promise<{ message: unknown; pid: number }> {
  const child = fork(new URL(module, import.meta.url), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  processes.push(child);
  const [message] = await Promise.race([
    once(child, 'message') as Promise<unknown[]>,
    once(child, 'exit').then(() => Promise.reject(new Error(`${module} ${args[0] ?? ''} did not start`))),
  ]);
  return { message, pid: child.pid ?? 0 };
}

/** Whoever answers something else is not measured. */
async function mustAgree(started: readonly Started[]): Promise<void> {
  for (const query of Object.values(operations)) {
    const answers = await Promise.all(started.map(async ({ url }) => (await askOnce(url, query)).trim()));
    const other = started[answers.findIndex((answer) => answer !== answers[0])];
    if (other) throw new Error(`${other.target} answers ${query} otherwise: ${answers.join('\n')}`);
  }
}

async function inTurns(
  started: readonly Started[],
  rounds: number,
  options: { readonly seconds: number; readonly inFlight: number },
): Promise<GatewayRow[]> {
  const measured: GatewayRow[] = [];
  for (const { url } of started)
    for (const query of Object.values(operations)) await load(url, query, { ...options, seconds: 2 });
  for (let round = 0; round < rounds; round += 1) {
    for (const answer of Object.keys(operations) as Answer[]) {
      for (const each of started) measured.push(await measure(each, answer, options));
    }
  }
  return started.flatMap(({ target }) =>
    (Object.keys(operations) as Answer[]).map((answer) =>
      median(measured.filter((row) => row.target === target && row.answer === answer)),
    ),
  );
}

async function measure(
  { target, url, pid }: Started,
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

function median(rows: readonly GatewayRow[]): GatewayRow {
  const middle = [...rows].sort((one, other) => one.requestsPerSecond - other.requestsPerSecond)[
    Math.floor(rows.length / 2)
  ];
  if (!middle) throw new Error('nothing was measured');
  return middle;
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

function printRatios(rows: readonly GatewayRow[]): void {
  for (const answer of Object.keys(operations) as Answer[]) {
    const of = (target: Target): GatewayRow | undefined =>
      rows.find((row) => row.target === target && row.answer === answer);
    const [ours, plain] = [of('ordergraph'), of('apollo')];
    if (!ours || !plain) continue;
    const times = (ours.requestsPerSecond / plain.requestsPerSecond).toFixed(2);
    const cpu = ((plain.cpuMillisecondsPerRequest ?? 0) / (ours.cpuMillisecondsPerRequest ?? 1)).toFixed(2);
    process.stdout.write(`${answer}: ${times} times the requests of plain @apollo/gateway, at 1/${cpu} of the CPU\n`);
  }
}
