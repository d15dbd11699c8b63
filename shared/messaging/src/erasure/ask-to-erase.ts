import { ErasePerson } from '@ordergraph/events';
import type { Broker } from '../broker/port.js';
import { commandsQueue } from '../topology.js';

export interface ErasureAsked {
  readonly personId: string;
  /** Kept for ever, with who asked. */
  readonly reason: string;
  readonly by: string;
}

/**
 * Asks for a person's erasure from outside the services; it is asked durably, also while none of them runs. Asking again is
 * the same message: whoever has forgotten the person does so once more. @throws {BrokerUnavailable}
 */
export async function askToErase(broker: Broker, asked: ErasureAsked): Promise<void> {
  const { data } = ErasePerson({ ...asked });
  const id = `${asked.personId}/erase-person/1`;
  const queue = commandsQueue(ErasePerson.owner);
  await broker.declare({ exchanges: [], queues: [{ name: queue, bindings: [], singleActiveConsumer: false }] });
  // By way of the retry ladder: an embedded broker delivers what another process sends only from there.
  await broker.retryLater(queue, 5_000, {
    routingKey: ErasePerson.routingKey,
    content: Buffer.from(JSON.stringify({ data })),
    envelope: {
      id,
      type: ErasePerson.type,
      source: 'operations',
      subject: `person-${asked.personId}`,
      time: new Date().toISOString(),
      version: 1,
      correlationId: id,
      actor: `operator:${asked.by}`,
    },
  });
}
