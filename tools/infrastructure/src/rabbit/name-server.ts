import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { awaitReady } from '../process/await-ready.js';
import { isFree } from '../process/free-port.js';
import type { RabbitNode } from './rabbit-node.js';

const run = promisify(execFile);

/** Erlang's name server outlives its nodes; it refuses to end until it has noticed that the last one is gone. */
export async function stopNameServer({ ports, environment }: RabbitNode): Promise<void> {
  const end = async (): Promise<void> => {
    if (await isFree(ports.nameServer)) return;
    await run('epmd', ['-port', String(ports.nameServer), '-kill'], { env: environment });
  };
  await awaitReady(end, { timeoutMilliseconds: 3_000 }).catch(() => undefined);
}
