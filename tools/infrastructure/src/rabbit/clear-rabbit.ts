import { connect } from 'amqplib';
import { listExchanges, listQueues } from './list-queues.js';

/**
 * Deletes the queues and exchanges whose names begin with `prefix`; a broker whose names cannot be listed (another machine,
 * another user) keeps them: answers false.
 */
export async function clearRabbit(url: string, prefix: string): Promise<boolean> {
  const queues = await listQueues(prefix);
  const exchanges = await listExchanges(prefix);
  if (!queues || !exchanges) return false;
  if (queues.length + exchanges.length === 0) return true;
  const connection = await connect(url, { noDelay: true });
  try {
    const channel = await connection.createChannel();
    await Promise.all(queues.map(({ name }) => channel.deleteQueue(name)));
    await Promise.all(exchanges.map((name) => channel.deleteExchange(name)));
    return true;
  } finally {
    await connection.close();
  }
}
