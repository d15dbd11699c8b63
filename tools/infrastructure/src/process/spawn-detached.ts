import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { identityOf, type ProcessIdentity } from './process-identity.js';

export interface DetachedProcess {
  identity: ProcessIdentity;
  /** Settles when the process ends while this one lives. */
  ended: Promise<string>;
}

/**
 * Starts a server in a process group of its own: a Ctrl-C in the terminal reaches only us, who stop it in order, and it
 * outlives a `kill -9` of us, to be adopted by the next start.
 */
export async function spawnDetached(
  command: string,
  args: readonly string[],
  options: { log: string; environment?: NodeJS.ProcessEnv; directory?: string },
): Promise<DetachedProcess> {
  mkdirSync(dirname(options.log), { recursive: true });
  const log = openSync(options.log, 'a');
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: options.environment ?? process.env,
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  const { pid } = child;
  const identity = pid === undefined ? undefined : identityOf(pid);
  if (!identity) throw new Error(`${command} ended at once (${await ended}); see ${options.log}`);
  return { identity, ended };
}
