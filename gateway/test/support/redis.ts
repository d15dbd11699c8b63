import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A Redis of the test's own, which it may stop. */
export interface TestRedis {
  url: string;
  /** It takes connections and answers nothing, as behind a broken network. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

/** Where everything is to be tested, one that is missing is a failure and no reason to skip. */
export function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (process.env['CI'] !== undefined) throw error;
    return false;
  }
}

export async function startRedis(): Promise<TestRedis> {
  const port = await unusedPort();
  const redis = spawn('redis-server', [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
  ]);
  await ready(redis);
  return {
    url: `redis://127.0.0.1:${String(port)}`,
    freeze: () => redis.kill('SIGSTOP'),
    thaw: () => redis.kill('SIGCONT'),
    stop: async () => {
      if (redis.exitCode !== null || redis.signalCode !== null) return;
      redis.kill('SIGKILL');
      await once(redis, 'exit');
    },
  };
}

async function ready({ stdout }: ChildProcess): Promise<void> {
  for await (const line of stdout ?? []) if (String(line).includes('Ready to accept connections')) return;
  throw new Error('redis-server ended before it was ready.');
}

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
