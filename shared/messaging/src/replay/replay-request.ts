import { ReplayRequested } from '@ordergraph/events';
import type { BrokerMessage } from '../broker/port.js';
import type { ConsumerDefinition } from '../consuming/definitions.js';

export interface WantedReplay {
  readonly replayId: string;
  /** Where the history is to be sent. */
  readonly queue: string;
  readonly owner: string;
  readonly routingKeys: readonly string[];
}

/** What asks an owner for its history. */
export function replayRequest(service: string, { replayId, owner, queue, routingKeys }: WantedReplay): BrokerMessage {
  const { data } = ReplayRequested({ replayId, routingKeys: [...routingKeys], queue });
  return {
    routingKey: ReplayRequested.routingKey,
    content: Buffer.from(JSON.stringify({ data })),
    envelope: {
      id: `replay-${replayId}/${owner}`,
      type: ReplayRequested.type,
      source: service,
      subject: `replay-${replayId}`,
      time: new Date().toISOString(),
      version: 1,
      correlationId: replayId,
    },
  };
}

/** Which of an owner's events a consumer takes. */
export const routingKeysOf = ({ reactions }: ConsumerDefinition, owner: string): string[] =>
  reactions.flatMap(({ contract }) => (contract.owner === owner ? [contract.routingKey] : []));
