import { createRabbitBroker, deadLetterQueue } from '@ordergraph/messaging';
import type { DeadLetter } from '../history/aftermath.js';
import { silentLogger } from '../silent-logger.js';

const most = 10_000;

/** What failed for good; it stays where it is. */
export async function readDeadLetters(url: string, namespace: string): Promise<DeadLetter[]> {
  const broker = createRabbitBroker({ url, namespace, connectionName: 'chaos', logger: silentLogger });
  try {
    await broker.declare({ exchanges: [], queues: [{ name: deadLetterQueue, bindings: [] }] });
    const messages = await broker.browse(deadLetterQueue, most);
    return messages.map(({ envelope: { id, type, failure } }) => ({
      id,
      type,
      error: failure ? `${failure.queue}: ${failure.errorCode} ${failure.errorMessage}` : 'no reason given',
    }));
  } finally {
    await broker.close(1_000);
  }
}
