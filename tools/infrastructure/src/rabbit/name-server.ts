import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { awaitReady } from '../process/await-ready.js';
import { isFree } from '../process/free-port.js';
import type { RabbitNode } from './rabbit-node.js';

const run = promisify(execFile);

/**
 * Erlang's name server outlives its nodes; it refuses to end until it has noticed that the last one is gone. It is left to the
 * other nodes of a cluster while there are any.
 */
export async function stopNameServer({ name, ports, environment }: RabbitNode): Promise<void> {
  const epmd = (command: string) => run('epmd', ['-port', String(ports.nameServer), command], { env: environment });
  const end = async (): Promise<void> => {
    if (await isFree(ports.nameServer)) return;
    const { stdout } = await epmd('-names');
    const names = [...stdout.matchAll(/^name (\S+) at/gm)].map(([, each]) => each);
    if (names.every((each) => each === name.split('@')[0])) await epmd('-kill');
  };
  await awaitReady(end, { timeoutMilliseconds: 3_000 }).catch(() => undefined);
}
