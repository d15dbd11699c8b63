import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InfrastructureUnavailable } from '../infrastructure-unavailable.js';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity.js';

export interface DataDirectoryLock {
  release(): void;
}

/**
 * Makes this process the only user of a data directory until it releases or dies. The lock of a process that is gone is
 * taken over.
 *
 * @throws InfrastructureUnavailable while another process holds it
 */
export function lockDataDirectory(directory: string): DataDirectoryLock {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'lock.json');
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(identityOf(process.pid)));
  try {
    take(own, file, directory);
  } finally {
    rmSync(own, { force: true });
  }
  return { release: () => rmSync(file, { force: true }) };
}

/** A hard link appears at once and complete, or not at all. */
function take(own: string, file: string, directory: string): void {
  if (link(own, file)) return;
  const holder = readHolder(file);
  if (holder && isRunning(holder)) throw heldBy(holder, directory);
  const removed = `${own}.stale`;
  renameSync(file, removed);
  // Somebody else may have taken over the stale lock since it was read: then theirs goes back.
  const moved = readHolder(removed);
  if (moved && isRunning(moved)) link(removed, file);
  rmSync(removed, { force: true });
  if (!link(own, file)) throw heldBy(readHolder(file), directory);
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

function heldBy(holder: ProcessIdentity | undefined, directory: string): InfrastructureUnavailable {
  return new InfrastructureUnavailable(
    `Ordergraph already runs on the data directory ${directory}${holder ? ` (process ${holder.pid})` : ''}.`,
    `Stop it (Ctrl-C there${holder ? `, or kill ${holder.pid}` : ''}), or give this one another DATA_DIRECTORY and PORT.`,
  );
}
