import { CommandLineWrong } from './command/options.js';
import { runSimulation } from './command/run-simulation.js';

try {
  process.exitCode = await runSimulation(process.argv.slice(2), (line) => void process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`\n${error instanceof CommandLineWrong ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
