import { parseArgs } from 'node:util';
import { startTestRun, type TestRun } from '@ordergraph/infrastructure';
import { CommandLineWrong } from '../command/options.js';
import { type Caught, hunt, notPassing } from './hunt.js';
import type { Mutant, NamedTest } from './mutant.js';
import { allMutants } from './planted/index.js';
import { openWorkingCopy, type WorkingCopy } from './working-copy.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run chaos:mutants [-- --only name,name]`: resolves to whether every planted bug was caught. */
export async function runMutants(root: string, args: readonly string[]): Promise<boolean> {
  const mutants = mutantsNamed(args);
  const servers = await startTestRun({ environment: process.env, report: print });
  const copy = await openWorkingCopy(root, addressesOf(servers));
  try {
    print(`${mutants.length} planted bugs, one at a time, in ${copy.directory}`);
    const wrong = await notPassing(copy, mutants);
    for (const test of wrong) print(`does not pass without any of them: ${described(test)}`);
    return (await huntAll(copy, mutants)) && wrong.length === 0;
  } finally {
    await copy.remove();
    await servers.stop();
  }
}

/** One MongoDB and one broker serve all the runs: each takes names of its own. */
function addressesOf({ environment }: TestRun): Record<string, string> {
  const { ORDERGRAPH_TEST_MONGODB_URI: mongodb = '', ORDERGRAPH_TEST_AMQP_URL: amqp } = environment;
  return { MONGODB_URI: mongodb, ...(amqp === undefined ? {} : { AMQP_URL: amqp }) };
}

async function huntAll(copy: WorkingCopy, mutants: readonly Mutant[]): Promise<boolean> {
  let survived = 0;
  for (const mutant of mutants) {
    const caught = await hunt(copy, mutant);
    describeCaught(caught).forEach(print);
    if (caught.by.length === 0) survived += 1;
  }
  print(`${mutants.length - survived} caught, ${survived} survived`);
  return survived === 0;
}

function describeCaught({ mutant, by, seconds }: Caught): string[] {
  const outcome = by.length > 0 ? 'caught  ' : 'SURVIVED';
  const tests = by.length > 0 ? by : mutant.caughtBy;
  return [
    `${outcome} ${mutant.name} (${seconds.toFixed(0)} s)`,
    ...tests.map((test) => `           ${described(test)}`),
  ];
}

const described = ({ file, title }: NamedTest): string => `${file}: ${title}`;

function mutantsNamed(args: readonly string[]): readonly Mutant[] {
  const { values } = parseArgs({ args: [...args], options: { only: { type: 'string' } } });
  if (values.only === undefined) return allMutants;
  return values.only.split(',').map((name) => {
    const mutant = allMutants.find((each) => each.name === name);
    if (mutant) return mutant;
    throw new CommandLineWrong(`--only ${name}: there are ${allMutants.map((each) => each.name).join(', ')}`);
  });
}
