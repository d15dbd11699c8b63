import type { Environment } from '@ordergraph/infrastructure';
import { deadLetterQueue, type BrokerMessage } from '@ordergraph/messaging';
import { createLogger } from '@ordergraph/service';
import { onFoundInfrastructure } from '../platform/on-found-infrastructure.js';
import { openBroker } from '../platform/open-broker.js';

const LIMIT = 500;

/** The oldest dead letters of the platform on this data directory, left where they are. */
export async function readDeadLetters(environment: Environment): Promise<readonly BrokerMessage[]> {
  const messages = await onFoundInfrastructure(environment, async (platform) => {
    const logger = createLogger({ name: 'dead-letters', level: 'silent' });
    const open = await openBroker({ ...platform, logger });
    try {
      await open.broker.declare({ exchanges: [], queues: [{ name: deadLetterQueue, bindings: [] }] });
      return await open.broker.browse(deadLetterQueue, LIMIT);
    } finally {
      await open.close();
    }
  });
  return messages ?? [];
}
