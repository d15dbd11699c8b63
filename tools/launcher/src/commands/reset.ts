import { lockDataDirectory } from '@ordergraph/infrastructure';
import { dataDirectoryOf } from '../platform/data-directory.js';
import { resetDataDirectory } from '../platform/reset-data-directory.js';
import { commandOptions } from './command-options.js';
import { print, runCommand } from './run-command.js';

/** `npm run reset`: as on the first day. */
await runCommand(async () => {
  commandOptions('npm run reset', {});
  const directory = dataDirectoryOf(process.env);
  const lock = lockDataDirectory(directory);
  try {
    await resetDataDirectory({ directory, environment: process.env, report: print });
  } finally {
    lock.release();
  }
});
