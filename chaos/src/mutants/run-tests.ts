import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { NamedTest } from './mutant.js';
import type { WorkingCopy } from './working-copy.js';

/** How one named test went; missing: it was not run, because its file did not load or it has another title. */
export type Verdict = 'passed' | 'failed' | 'missing';

/** What jest writes with `--json`, as far as it is needed here. */
interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** A test that hangs has noticed something too, but must not hold up the others. */
const patienceMilliseconds = 300_000;

/** Runs these tests, and no others, in a working copy. The verdicts are in the order of the tests. */
export async function runTests(copy: WorkingCopy, tests: readonly NamedTest[]): Promise<Verdict[]> {
  const { directory } = copy;
  const output = join(directory, 'verdicts.json');
  const projects = new Set(tests.map(({ file }) => (file.endsWith('.unit.test.ts') ? 'unit' : 'integration')));
  const args = [
    join(directory, 'node_modules', 'jest', 'bin', 'jest.js'),
    ...['--json', '--outputFile', output, '--forceExit', '--ci'],
    ...['--testNamePattern', tests.map(({ title }) => escaped(title)).join('|')],
    ...['--selectProjects', ...projects],
    ...['--runTestsByPath', ...new Set(tests.map(({ file }) => join(directory, file)))],
  ];
  await rm(output, { force: true });
  await runToItsEnd(args, copy);
  const report = await readFile(output, 'utf8').then(
    (text) => JSON.parse(text) as JestReport,
    () => undefined,
  );
  return tests.map((test) => verdictOf(report, test));
}

/** The status is that of the tests, and they are read one by one. */
function runToItsEnd(args: readonly string[], { directory, environment: told }: WorkingCopy): Promise<void> {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: directory,
    env: { ...environment, ...told },
    stdio: 'ignore',
  });
  const impatience = setTimeout(() => child.kill('SIGTERM'), patienceMilliseconds);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(impatience);
      resolve();
    });
  });
}

/** A test with a table, or run on each broker, is several: it fails when one of them does. */
function verdictOf(report: JestReport | undefined, { file, title }: NamedTest): Verdict {
  const statuses = (report?.testResults ?? [])
    .filter(({ name }) => name.endsWith(`/${file}`))
    .flatMap(({ assertionResults }) => assertionResults)
    .filter((result) => result.title === title)
    .map(({ status }) => status);
  if (statuses.includes('failed')) return 'failed';
  return statuses.includes('passed') ? 'passed' : 'missing';
}

const escaped = (title: string): string => title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
