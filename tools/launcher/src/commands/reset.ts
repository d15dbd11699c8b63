import { lockDataDirectory } from '@ordergraph/infrastructure';
import { dataDirectoryOf } from '../platform/data-directory.js';
import { resetDataDirectory } from '../platform/reset-data-directory.js';
import { print } from './platform-command.js';
import { runCommand } from './run-command.js';

/** `npm run reset`: as on the first day. */
await runCommand(async () => {
  const directory = dataDirectoryOf(process.env);
  const lock = lockDataDirectory(directory);
  try {
    await resetDataDirectory({ directory, environment: process.env, report: print });
  } finally {
    lock.release();
  }
});
