import { allContracts, ContractRegistry } from '@ordergraph/events';
import { type BrokerMessage, deadLetterQueue, eraseDeadLetters } from '@ordergraph/messaging';
import type { DeadLetter } from '../history/aftermath.js';
import { onBroker } from '../platform/as-operator.js';
import type { Stage } from '../platform/stage.js';

const most = 10_000;

/** What failed for good, blank of whoever asked to be forgotten as `npm run erase-person` leaves it; it stays where it is. */
export function readDeadLetters(stage: Stage): Promise<readonly BrokerMessage[]> {
  const registry = new ContractRegistry(allContracts);
  return onBroker(stage, async (broker) => {
    for (const { id } of stage.history.passers) await eraseDeadLetters(broker, registry, id);
    return broker.browse(deadLetterQueue, most);
  });
}

export const toDeadLetter = ({ envelope: { id, type, failure } }: BrokerMessage): DeadLetter => ({
  id,
  type,
  error: failure ? `${failure.queue}: ${failure.errorCode} ${failure.errorMessage}` : 'no reason given',
});
