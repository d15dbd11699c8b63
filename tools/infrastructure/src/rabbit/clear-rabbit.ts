import { deleteFromRabbit } from './delete-from-rabbit.js';
import { listExchanges, listQueues, type RabbitControl } from './list-queues.js';

/**
 * Deletes the queues and exchanges whose names begin with `prefix`; a broker whose names cannot be listed (another machine,
 * another user) keeps them: answers false. `control` asks the broker at `url`; default: the one on this machine.
 */
export async function clearRabbit(url: string, prefix: string, control?: RabbitControl): Promise<boolean> {
  const [queues, exchanges] = await Promise.all([listQueues(prefix, control), listExchanges(prefix, control)]);
  if (!queues || !exchanges) return false;
  await deleteFromRabbit(url, { queues: queues.map(({ name }) => name), exchanges });
  return true;
}
