import { welcome } from '../demo/welcome.js';
import { commandOptions } from './command-options.js';
import { runPlatformCommand } from './platform-command.js';
import { print, reportFailure } from './run-command.js';

/** `npm start [-- --processes]`: the platform until Ctrl-C. */
async function main(): Promise<void> {
  const { processes } = commandOptions('npm start', { processes: 'each service in a process of its own' });
  await runPlatformCommand({
    processes,
    async run(platform) {
      print(await welcome(platform));
      return undefined;
    },
  });
}

main().catch(reportFailure);
