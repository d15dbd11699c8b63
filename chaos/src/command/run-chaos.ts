import { asksHow, InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { allFaults } from '../nemesis/faults/index.js';
import { describeRun } from '../report/print.js';
import { type Summary, summarize } from '../report/summary.js';
import { runInDirectory } from '../run.js';
import { type ChaosOptions, chaosUsage, CommandLineWrong, readOptions } from './options.js';
import { numbersOf, runSeeds, type SeedsRun } from './run-seeds.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run chaos -- --seed 7 --minutes 2 [--faults a,b] [--customers 8] [--json]`; `--seed 1..20` runs one after the other. */
export async function runChaos(args: readonly string[]): Promise<void> {
  process.exit((await runAll(args)) ? 0 : 1);
}

async function runAll(args: readonly string[]): Promise<boolean> {
  try {
    if (asksHow(args)) {
      print(chaosUsage(allFaults));
      return true;
    }
    const options = readOptions(args, allFaults);
    const run = await runSeeds(options.seeds, (seed) => runSeed(seed, options), reportFailure);
    // A single run has printed its own.
    if (options.seeds.length > 1 || run.numbers.failed.length > 0) printTotal(options, run);
    return run.numbers.ok;
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    return false;
  }
}

const reportFailure = (seed: number, error: unknown): void =>
  void process.stderr.write(`seed ${seed} could not be run: ${describe(error)}\n`);

/** A wrong command line and missing servers explain themselves. */
function describe(error: unknown): string {
  if (error instanceof InfrastructureUnavailable) return `${error.message}\n${error.remedy}`;
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommandLineWrong) return `${error.message}\n${chaosUsage(allFaults)}`;
  return error.stack ?? error.message;
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

function printTotal({ seed, seeds, faults, json }: ChaosOptions, { numbers, clean }: SeedsRun): void {
  const { failed } = numbers;
  const broken = failed.length === 0 ? '' : `, ${failed.length} could not be run: seed ${failed.join(', ')}`;
  print(`== ${seeds.length} runs, ${clean} clean${broken}`);
  if (json) print(JSON.stringify({ ...numbers, seed, faults: faults.map(({ name }) => name) }));
}

function commandOf(seed: string, { minutes, faults, customers }: ChaosOptions): string {
  const chosen =
    faults.length === allFaults.length ? '' : ` --faults ${faults.map(({ name }) => name).join(',') || 'none'}`;
  const load = customers === 8 ? '' : ` --customers ${customers}`;
  return `npm run chaos -- --seed ${seed} --minutes ${minutes}${chosen}${load}`;
}
