import { parseArgs } from 'node:util';
import { welcome } from '../demo/welcome.js';
import { print, runPlatformCommand } from './platform-command.js';
import { reportFailure } from './run-command.js';

/** `npm start [-- --processes]`: the platform until Ctrl-C. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { processes: { type: 'boolean', default: false } } });
  await runPlatformCommand({
    processes: values.processes,
    async run(platform) {
      print(await welcome(platform));
      return undefined;
    },
  });
}

main().catch(reportFailure);
