import { readRunningProcess } from './process/process-record.js';
import { killProcess, stopProcess } from './process/stop-process.js';
import { stopNameServer } from './rabbit/name-server.js';
import { readNode } from './rabbit/rabbit-node.js';

/** Ends the server that was started on this directory, if it still runs; at once when its data is to be thrown away. */
export async function stopRecordedServer(directory: string, how: 'in order' | 'at once'): Promise<void> {
  const server = await readRunningProcess(directory);
  if (server) await (how === 'in order' ? stopProcess(server) : killProcess(server));
  const node = await readNode(directory);
  if (node) await stopNameServer(node);
}
