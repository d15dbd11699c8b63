import type { ContractRegistry } from '@ordergraph/events';
import type { Broker, BrokerMessage } from '../broker/port.js';
import { consumerQueue } from '../topology.js';

/** Why a dead letter cannot go back to where it failed. */
export type Obstacle =
  /** Nobody wrote down where it failed. */
  | 'NO_ORIGIN'
  /** The queue is gone: its consumer was removed, or its topology version has moved on. */
  | 'QUEUE_GONE'
  /** The queue is there, and no consumer of this release drains it: two topology versions have passed. */
  | 'QUEUE_SUPERSEDED'
  /** Its contract calls it worthless by now: its consumer would only refuse it again. */
  | 'EXPIRED';

/** What keeps a dead letter from being redriven; undefined: nothing. @throws {BrokerUnavailable} */
export async function obstacleTo(
  { envelope }: BrokerMessage,
  options: { readonly broker: Pick<Broker, 'exists'>; readonly registry: ContractRegistry; readonly now: Date },
): Promise<Obstacle | undefined> {
  const { broker, registry, now } = options;
  const queue = envelope.failure?.queue;
  if (!queue) return 'NO_ORIGIN';
  const expiresAfter = registry.find(envelope.type)?.expiresAfterSeconds;
  if (expiresAfter !== undefined && now.getTime() - Date.parse(envelope.time) > expiresAfter * 1_000) return 'EXPIRED';
  if (!(await broker.exists(queue))) return 'QUEUE_GONE';
  for (const later of undrainedSince(queue)) if (await broker.exists(later)) return 'QUEUE_SUPERSEDED';
  return undefined;
}

/** A consumer drains the queue of the version before its own as well, so only what is two versions older is nobody's. */
function undrainedSince(queue: string): string[] {
  const { service, consumer, version } =
    /^(?<service>[^.]+)\.(?<consumer>.+)\.t(?<version>\d+)$/.exec(queue)?.groups ?? {};
  if (!service || !consumer || !version) return [];
  return [2, 3].map((later) => consumerQueue(service, consumer, Number(version) + later));
}
