import type { BrokerMessage } from '../port.js';
import { WaitingPublishers } from './waiting-publishers.js';

/** A message whose durable copy is elsewhere; told how its delivery from memory ended. */
export interface DurableCopy {
  acknowledged(): void;
  /** Dropped from memory; may be added again. */
  dropped(): void;
}

/** A message in the memory of one queue. */
export interface Item {
  readonly key: string;
  readonly message: BrokerMessage;
  readonly durable: DurableCopy | undefined;
  readonly publishers: WaitingPublishers;
  deliveryCount: number;
}

export const newItem = (key: string, message: BrokerMessage, durable: DurableCopy | undefined): Item => ({
  key,
  message,
  durable,
  publishers: new WaitingPublishers(),
  deliveryCount: 0,
});

/** What makes two publications the same: a replayed or a retried message is another one. */
export const keyOf = ({ envelope: { id, replayId = '', failure } }: BrokerMessage): string =>
  `${id}|${replayId}|${failure?.attempts ?? 0}`;
