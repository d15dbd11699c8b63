import { allContracts, ContractRegistry } from '@ordergraph/events';
import { type BrokerMessage, handleOf, shownBody } from '@ordergraph/messaging';

const registry = new ContractRegistry(allContracts);

/** One dead letter, whole: its envelope, what went wrong, and its body without what is secret or personal. */
export function shownDeadLetter(message: BrokerMessage): object {
  const body = shownBody(message, registry);
  return { handle: handleOf(message), envelope: message.envelope, ...(body ?? { notShown: whyNot(message) }) };
}

const whyNot = ({ content }: BrokerMessage): string =>
  `${content.length} bytes of which nobody knows what must not be shown: the type is unknown or the body cannot be read`;
