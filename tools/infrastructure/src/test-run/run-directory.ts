import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, isRunning, type ProcessIdentity } from '../process/process-identity.js';
import { stopRecordedServer } from '../stop-recorded-server.js';

/** One directory per test run; in it one directory per server, or per several that belong together, that the run started. */
export const RUNS_DIRECTORY = join(tmpdir(), 'ordergraph-tests');

/** Says whose directory it is, so that a later run can tell whether its owner still lives. */
export async function signDirectory(directory: string): Promise<void> {
  await writeFile(join(directory, 'owner.json'), JSON.stringify(identityOf(process.pid)));
}

/** Clears the directories of runs that were killed before they could. */
export async function clearForsakenRuns(): Promise<void> {
  for (const directory of await directoriesIn(RUNS_DIRECTORY)) {
    if (!(await isOwned(directory))) await clearDirectory(directory);
  }
}

/** Stops every server recorded in the directory and removes it. */
export async function clearDirectory(directory: string): Promise<void> {
  for (const child of await directoriesIn(directory)) {
    for (const server of [child, ...(await directoriesIn(child))]) await stopRecordedServer(server, 'at once');
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 3 });
}

async function isOwned(directory: string): Promise<boolean> {
  try {
    const owner = JSON.parse(await readFile(join(directory, 'owner.json'), 'utf8')) as ProcessIdentity;
    return isRunning(owner);
  } catch {
    return false;
  }
}

async function directoriesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(directory, entry.name));
}
