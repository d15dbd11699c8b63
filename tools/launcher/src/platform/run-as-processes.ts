import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { repositoryRoot } from './data-directory.js';
import type { ProgramEnvironment, ProgramName } from './program-environments.js';
import type { ProgramRunner, RunningProgram } from './program-runner.js';

/** Compiled, as what it is loaded into. */
const preload = join(repositoryRoot, 'tools/launcher/dist/platform/end-with-parent.js');

const START_MILLISECONDS = 60_000;
const STOP_MILLISECONDS = 15_000;

/** The compiled file that starts each program as a process. */
const entries: Record<ProgramName, string> = {
  users: 'subgraphs/users/dist/main.js',
  inventory: 'subgraphs/inventory/dist/main.js',
  orders: 'subgraphs/orders/dist/main.js',
  payments: 'subgraphs/payments/dist/main.js',
  gateway: 'gateway/dist/main.js',
  'payment-simulator': 'tools/payment-simulator/dist/main.js',
};

export interface ProcessesOptions {
  logDirectory: string;
  /** A program ended without having been asked to. */
  onDeath: (name: ProgramName, how: string, log: string) => void;
}

/** A program in a process of its own. */
export interface ProgramProcess extends RunningProgram {
  readonly pid: number;
  /** How it ended: its exit code or the signal, in words. */
  readonly ended: Promise<string>;
}

/** Runs every program in a process of its own, its output in a log file. */
export function processRunner({ logDirectory, onDeath }: ProcessesOptions): ProgramRunner {
  return {
    async start(name, environment) {
      const log = join(logDirectory, `${name}.log`);
      const program = await startProgramProcess(name, environment, { log });
      let expected = false;
      void program.ended.then((how) => expected || onDeath(name, how, log));
      return {
        name,
        stop() {
          expected = true;
          return program.stop();
        },
        kill() {
          expected = true;
          program.kill();
        },
      };
    },
    close: () => Promise.resolve(),
  };
}

/**
 * Starts a program and resolves when it answers.
 *
 * @throws InfrastructureUnavailable when it ends before or does not answer in time
 */
export async function startProgramProcess(
  name: ProgramName,
  environment: ProgramEnvironment,
  { log }: { readonly log: string },
): Promise<ProgramProcess> {
  const child = spawnProgram(join(repositoryRoot, entries[name]), environment, log);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const program: ProgramProcess = {
    name,
    pid: child.pid ?? 0,
    ended,
    async stop() {
      child.kill('SIGTERM');
      const patience = delay(STOP_MILLISECONDS, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
      await Promise.race([ended, patience.then(() => ended)]);
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
  await answers(Number(environment['PORT']), ended).catch(async (error: unknown) => {
    await program.stop();
    const why = error instanceof Error ? error.message : String(error);
    throw new InfrastructureUnavailable(`${name} did not start: ${why}.`, `See ${log}`, { cause: error });
  });
  return program;
}

function spawnProgram(entry: string, environment: ProgramEnvironment, log: string): ChildProcess {
  mkdirSync(join(log, '..'), { recursive: true });
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, ['--import', preload, entry], {
    // In a group of its own: Ctrl-C in the terminal reaches the launcher alone, which stops its programs in order.
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
    env: environment,
    cwd: repositoryRoot,
  });
  closeSync(output);
  return child;
}

/** Until the program answers HTTP, whatever it says: none of them listens before it can work. */
async function answers(port: number, ended: Promise<string>): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS;
  let end: string | undefined;
  void ended.then((how) => (end = how));
  while (end === undefined && Date.now() < deadline) {
    const answered = await fetch(`http://127.0.0.1:${port}/live`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await delay(50);
  }
  throw new Error(end === undefined ? 'no answer in time' : `it ended with ${end}`);
}
