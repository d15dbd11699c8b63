import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './data-directory.js';
import type { PlatformReady } from './platform-process.js';

export interface SpawnedPlatform extends PlatformReady {
  readonly pid: number;
  /** How it ended: its exit code or the signal, in words. */
  readonly ended: Promise<string>;
  /** Drains and ends it, with the infrastructure it started. */
  stop(): Promise<void>;
  /** `kill -9`: the process ends in the middle of whatever it does; what it started lives on and is adopted by the next. */
  kill(): Promise<void>;
}

/** The process ended before the platform was ready. */
export class PlatformEnded extends Error {
  /** Its exit code or the signal, in words. */
  readonly how: string;

  constructor(how: string) {
    super(`the platform ended with ${how} before it was ready`);
    this.how = how;
  }
}

const compiledEntry = join(repositoryRoot, 'tools/launcher/dist/platform/platform-process.js');

/**
 * Room for young objects, MiB: what one request or message leaves behind mostly dies before a collection sees it. With Node's default
 * of 16 the collector takes 13 % of the CPU under load, with 64 it takes about half of that.
 */
const nodeOptions = ['--max-semi-space-size=64'];

/**
 * The one-process platform in a child process, compiled code, ready when its demo users can sign in and order.
 * @throws {PlatformEnded} before it was ready; its own message is on the terminal, or in the log
 */
export async function spawnPlatform(options: {
  readonly dataDirectory: string;
  readonly port: number;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** A module to load before the platform, by its URL. */
  readonly loadFirst?: string | undefined;
  /** A file for what the process prints; default: this terminal. */
  readonly log?: string;
}): Promise<SpawnedPlatform> {
  const output = options.log === undefined ? 'inherit' : openSync(options.log, 'a');
  const child = fork(compiledEntry, {
    stdio: ['inherit', output, output, 'ipc'],
    execArgv: [...nodeOptions, ...(options.loadFirst === undefined ? [] : ['--import', options.loadFirst])],
    env: {
      ...process.env,
      ...options.environment,
      NODE_OPTIONS: undefined,
      PORT: String(options.port),
      DATA_DIRECTORY: options.dataDirectory,
    },
  });
  if (output !== 'inherit') closeSync(output);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const ready = await new Promise<PlatformReady>((resolve, reject) => {
    child.once('message', (message) => resolve(message as PlatformReady));
    void ended.then((how) => reject(new PlatformEnded(how)));
  });
  return {
    ...ready,
    pid: child.pid ?? 0,
    ended,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
