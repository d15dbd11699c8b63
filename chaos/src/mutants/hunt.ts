import type { Mutant, NamedTest } from './mutant.js';
import { runTests } from './run-tests.js';
import type { WorkingCopy } from './working-copy.js';

export interface Caught {
  readonly mutant: Mutant;
  /** The tests that noticed; none: it survived. */
  readonly by: readonly NamedTest[];
  readonly seconds: number;
}

/** The named tests that do not pass on the sources as they are: what they say about a mutant would mean nothing. */
export async function notPassing(copy: WorkingCopy, mutants: readonly Mutant[]): Promise<NamedTest[]> {
  const tests = [...new Map(mutants.flatMap(({ caughtBy }) => caughtBy).map((test) => [keyOf(test), test])).values()];
  const verdicts = await runTests(copy, tests);
  return tests.filter((_, index) => verdicts[index] !== 'passed');
}

/** Plants one bug and runs the tests that must notice it. */
export async function hunt(copy: WorkingCopy, mutant: Mutant): Promise<Caught> {
  const began = performance.now();
  const verdicts = await copy.withMutant(mutant, () => runTests(copy, mutant.caughtBy));
  return {
    mutant,
    by: mutant.caughtBy.filter((_, index) => verdicts[index] === 'failed'),
    seconds: (performance.now() - began) / 1_000,
  };
}

const keyOf = ({ file, title }: NamedTest): string => `${file} ${title}`;
