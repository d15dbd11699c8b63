import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RabbitNode } from './rabbit-node.js';
import type { RabbitProgram } from './rabbit-program.js';

const run = promisify(execFile);

const TRIGGER_ELECTIONS =
  '[ra:trigger_election({Name, node()}) || {Name, _} <- ra_directory:list_registered(quorum_queues)].';

/**
 * Makes every quorum queue of a one-node broker elect its leader. After a `kill -9` right after a write, RabbitMQ 3.10 may
 * leave a queue a follower for ever: it takes messages and confirms none. Queues that have a leader ignore it.
 */
export async function electLeaders(program: RabbitProgram, node: RabbitNode): Promise<void> {
  await run(program.control, ['--node', node.name, 'eval', TRIGGER_ELECTIONS], { env: node.environment });
}
