import { fork } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from './data-directory.js';
import type { PlatformReady } from './platform-process.js';

export interface SpawnedPlatform extends PlatformReady {
  readonly pid: number;
  /** Drains and ends it, with the infrastructure it started. */
  stop(): Promise<void>;
  /** `kill -9`: the process ends in the middle of whatever it does; what it started lives on and is adopted by the next. */
  kill(): Promise<void>;
}

const compiledEntry = join(repositoryRoot, 'tools/launcher/dist/platform/platform-process.js');

/**
 * The one-process platform in a child process, compiled code, ready when its demo users can sign in and order.
 * @throws when it ends before; its own message is on the terminal
 */
export async function spawnPlatform(options: {
  readonly dataDirectory: string;
  readonly port: number;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** A module to load before the platform, by its URL. */
  readonly loadFirst?: string | undefined;
}): Promise<SpawnedPlatform> {
  const child = fork(compiledEntry, {
    execArgv: options.loadFirst === undefined ? [] : ['--import', options.loadFirst],
    env: {
      ...process.env,
      ...options.environment,
      NODE_OPTIONS: undefined,
      PORT: String(options.port),
      DATA_DIRECTORY: options.dataDirectory,
    },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await new Promise<PlatformReady>((resolve, reject) => {
    child.once('message', (message) => resolve(message as PlatformReady));
    child.once('exit', (code) => reject(new Error(`the platform ended with status ${code} before it was ready`)));
  });
  return {
    ...ready,
    pid: child.pid ?? 0,
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
