import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryRoot } from '@ordergraph/launcher';
import { testMongo } from '@ordergraph/testing';
import type { TestPlatform } from './test-platform.js';

export interface RunningCommand {
  readonly output: () => string;
  kill(): void;
  /** Its exit status; undefined when it was killed. */
  readonly ended: Promise<number | undefined>;
}

/** `npm run <name> -- …` on the data directory of a platform, as an operator runs it. */
export function runOn(
  { dataDirectory }: TestPlatform,
  amqpUrl: string | undefined,
  [name = '', ...args]: readonly string[],
): RunningCommand {
  const broker = amqpUrl === undefined ? { BROKER: 'embedded' } : { AMQP_URL: amqpUrl };
  const child = spawn(process.execPath, [join(repositoryRoot, 'tools', 'run.mjs'), name, ...args], {
    env: { ...process.env, ...broker, DATA_DIRECTORY: dataDirectory, MONGODB_URI: testMongo().uri },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return {
    output: () => output,
    kill: () => void child.kill('SIGKILL'),
    ended: once(child, 'close').then(([status]) => (status as number | null) ?? undefined),
  };
}
