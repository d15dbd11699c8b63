import type { ContractRegistry, MessageKind } from '@ordergraph/events';
import type { BrokerMessage } from '../broker/port.js';
import { type Commit, messageId } from '../commits/commit.js';
import { storedContractOf } from '../commits/fold.js';

/** A message of a commit with where it goes. */
export interface Outgoing {
  readonly kind: Exclude<MessageKind, 'fact'>;
  readonly owner: string;
  readonly message: BrokerMessage;
}

/** The messages of a commit that leave the service: its facts stay. Pure; the same commit always gives the same ids. @throws {StreamUnreadable} */
export function outgoingOf(commit: Commit, source: string, registry: ContractRegistry): Outgoing[] {
  const outgoing: Outgoing[] = [];
  commit.messages.forEach((message, index) => {
    const { kind, owner, routingKey, state } = storedContractOf(commit._id.stream, message.type, registry);
    if (kind === 'fact') return;
    const body = state === undefined ? { data: message.data } : { data: message.data, state: commit.state };
    outgoing.push({
      kind,
      owner,
      message: {
        routingKey,
        content: Buffer.from(JSON.stringify(body)),
        envelope: {
          id: messageId(commit, index, message),
          type: message.type,
          source,
          subject: commit._id.stream,
          time: commit.at.toISOString(),
          version: commit._id.version,
          ...commit.context,
        },
      },
    });
  });
  return outgoing;
}
