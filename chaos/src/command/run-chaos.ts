import { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { allFaults } from '../nemesis/faults/index.js';
import { describeRun } from '../report/print.js';
import { type Summary, summarize } from '../report/summary.js';
import { runInDirectory } from '../run.js';
import { type ChaosOptions, CommandLineWrong, readOptions } from './options.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run chaos -- --seed 7 --minutes 2 [--faults a,b] [--customers 8] [--json]`; `--seed 1..20` runs one after the other. */
export async function runChaos(args: readonly string[]): Promise<void> {
  let ok = true;
  try {
    const options = readOptions(args, allFaults);
    const summaries: Summary[] = [];
    for (const seed of options.seeds) summaries.push(await runSeed(seed, options));
    ok = summaries.every((summary) => summary.ok);
    if (options.seeds.length > 1) printTotal(options, summaries);
  } catch (error) {
    ok = false;
    process.stderr.write(`${describe(error)}\n`);
  }
  process.exit(ok ? 0 : 1);
}

/** A wrong command line and missing servers explain themselves. */
function describe(error: unknown): string {
  if (error instanceof InfrastructureUnavailable) return `${error.message}\n${error.remedy}`;
  if (!(error instanceof Error)) return String(error);
  return error instanceof CommandLineWrong ? error.message : (error.stack ?? error.message);
}

async function runSeed(seed: number, options: ChaosOptions): Promise<Summary> {
  const { minutes, faults, customers, json } = options;
  const command = commandOf(String(seed), options);
  print(`== ${command}`);
  const { record, directory } = await runInDirectory(
    { seed, minutes, faults, customers, report: print },
    (run) => !summarize(run).ok,
  );
  const summary = summarize(record);
  describeRun(record, summary).forEach(print);
  print(`${summary.ok ? 'clean' : 'NOT clean'}; again: ${command}`);
  if (directory !== undefined) print(`logs and history.json: ${directory}`);
  if (json) print(JSON.stringify({ ...numbersOf([summary]), seed, faults: faults.map(({ name }) => name) }));
  return summary;
}

function printTotal(options: ChaosOptions, summaries: readonly Summary[]): void {
  const clean = summaries.filter(({ ok }) => ok).length;
  print(`== ${summaries.length} runs, ${clean} clean`);
  const faults = options.faults.map(({ name }) => name);
  if (options.json) print(JSON.stringify({ ...numbersOf(summaries), seed: options.seed, faults }));
}

const numbers = ['attempted', 'accepted', 'lost', 'duplicated', 'unexpected', 'recovered'] as const;

function numbersOf(summaries: readonly Summary[]): Record<string, number | boolean> {
  const sum = (name: (typeof numbers)[number]): number => summaries.reduce((total, each) => total + each[name], 0);
  return { ...Object.fromEntries(numbers.map((name) => [name, sum(name)])), ok: summaries.every(({ ok }) => ok) };
}

function commandOf(seed: string, { minutes, faults, customers }: ChaosOptions): string {
  const chosen =
    faults.length === allFaults.length ? '' : ` --faults ${faults.map(({ name }) => name).join(',') || 'none'}`;
  const load = customers === 8 ? '' : ` --customers ${customers}`;
  return `npm run chaos -- --seed ${seed} --minutes ${minutes}${chosen}${load}`;
}
