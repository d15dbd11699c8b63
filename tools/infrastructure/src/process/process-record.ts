import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, type ProcessIdentity } from './process-identity.js';

/** What a directory remembers of the server process started on it, so that a later run can adopt it. */
export interface ProcessRecord extends ProcessIdentity {
  port: number;
  binary: string;
}

const fileIn = (directory: string): string => join(directory, 'process.json');

export async function writeProcessRecord(directory: string, record: ProcessRecord): Promise<void> {
  await writeFile(fileIn(directory), `${JSON.stringify(record)}\n`);
}

/** The last process started on this directory, whether it still runs or not. */
export async function readProcessRecord(directory: string): Promise<ProcessRecord | undefined> {
  try {
    return JSON.parse(await readFile(fileIn(directory), 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
}

/** The recorded process, if that very process still runs. */
export async function readRunningProcess(directory: string): Promise<ProcessRecord | undefined> {
  const record = await readProcessRecord(directory);
  return record && isRunning(record) ? record : undefined;
}

export async function removeProcessRecord(directory: string): Promise<void> {
  await rm(fileIn(directory), { force: true });
}
