import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../src/platform/data-directory.js';

export interface Ended {
  status: number | null;
  output: string;
  errors: string;
}

export interface StartCommand {
  child: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  ended: Promise<Ended>;
}

/** `npm start` as a user runs it. */
export function startCommand(environment: Record<string, string>, ...args: string[]): StartCommand {
  return runCommand('start', environment, ...args);
}

/** `npm run <name>` as a user runs it. */
export function runCommand(name: string, environment: Record<string, string>, ...args: string[]): StartCommand {
  const child = spawn(process.execPath, [join(repositoryRoot, 'tools', 'run.mjs'), name, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (status) => resolve({ status, output, errors }));
  });
  return { child, output: () => output, ended };
}
