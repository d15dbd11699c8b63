import type { ContractRegistry } from '@ordergraph/events';
import { type Broker, deadLetterQueue } from '../broker/port.js';
import { deadLettersAtMost } from '../dead-letters/resolve.js';
import { isUnreadable, personOf, withoutPersonal } from './personal-fields.js';

export interface ErasedDeadLetters {
  readonly blanked: number;
  /** Nobody knows whom these are about: their type is unknown, or their body cannot be read. */
  readonly unknown: number;
}

/**
 * Blanks what is personal in the dead letters of a person; they stay what and where they are. One that is held by somebody else at the moment is
 * not seen. @throws {BrokerUnavailable}
 */
export async function eraseDeadLetters(
  broker: Pick<Broker, 'holdDeadLetters'>,
  registry: ContractRegistry,
  person: string,
): Promise<ErasedDeadLetters> {
  const held = await broker.holdDeadLetters(deadLettersAtMost);
  let blanked = 0;
  let unknown = 0;
  try {
    for (const letter of held.letters) {
      const { message } = letter;
      const contract = registry.find(message.envelope.type);
      if (!contract || isUnreadable(message, contract)) unknown += 1;
      if (!contract || personOf(message, contract) !== person) continue;
      if (await letter.moveTo(deadLetterQueue, withoutPersonal(message, contract))) blanked += 1;
    }
  } finally {
    await held.release();
  }
  return { blanked, unknown };
}
