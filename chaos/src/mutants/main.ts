import { repositoryRoot } from '@ordergraph/launcher';
import { CommandLineWrong } from '../command/options.js';
import { runMutants } from './run-mutants.js';

try {
  process.exitCode = (await runMutants(repositoryRoot, process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof CommandLineWrong ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
