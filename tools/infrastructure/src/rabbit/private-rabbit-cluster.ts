import { join, resolve } from 'node:path';
import { allOrNone } from '../process/all-or-none.js';
import { freePort } from '../process/free-port.js';
import { type PrivateRabbit, startPrivateRabbit } from './private-rabbit.js';
import { readNode } from './rabbit-node.js';

/** How many nodes: a quorum queue goes on while two of them are there. */
const size = 3;

/**
 * Starts a RabbitMQ cluster of three nodes on this machine, or adopts what an earlier run left of it; about 15 s. Each node may be
 * stopped and killed like a single one, and finds its peers when it is started again.
 *
 * @throws InfrastructureUnavailable when RabbitMQ is not installed
 */
export async function startPrivateRabbitCluster(options: { directory: string }): Promise<PrivateRabbit[]> {
  const directory = resolve(options.directory);
  const directories = Array.from({ length: size }, (_, index) => join(directory, `node-${index}`));
  const before = await readNode(directories[0] ?? directory);
  const peers = directories.map((_, index) => `node${index}@localhost`);
  const shared = {
    peers,
    nameServer: before?.member?.nameServer ?? (await freePort()),
    home: join(directory, 'home'),
  };
  const start = (index: number): Promise<PrivateRabbit> =>
    startPrivateRabbit({
      directory: directories[index] ?? directory,
      member: { ...shared, name: peers[index] ?? '' },
    });
  const others = peers.map((_, index) => index).slice(1);
  // Nodes that have met wait for each other; of new ones the first must be there for the others to join.
  if (before) return allOrNone([0, ...others].map(start));
  const first = start(0);
  await first;
  return allOrNone([first, ...others.map(start)]);
}
