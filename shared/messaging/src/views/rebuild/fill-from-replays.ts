import { setTimeout as wait } from 'node:timers/promises';
import type { ContractRegistry } from '@ordergraph/events';
import type { mongo } from 'mongoose';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import type { Broker } from '../../broker/port.js';
import { startConsumer } from '../../consuming/consumer.js';
import type { ConsumerDefinition } from '../../consuming/definitions.js';
import { StoredSuspectAttempts } from '../../consuming/suspect-attempts.js';
import { ErasedPersons } from '../../erasure/erased-persons.js';
import { Asking } from '../../replay/asking.js';
import { replayRequest, routingKeysOf } from '../../replay/replay-request.js';
import { consumerQueue, ownersOf, replaysQueue, topologyOf } from '../../topology.js';
import { kebabCase } from '../copy-consumer.js';
import type { ViewDefinition } from '../view.js';
import type { ViewStore } from '../view-store.js';
import { Arrivals } from './arrivals.js';

export interface ReplayFilling {
  readonly service: string;
  readonly view: ViewDefinition;
  readonly attempt: string;
  /** The collection to fill. */
  readonly collection: string;
  readonly views: ViewStore;
  readonly broker: Broker;
  readonly registry: ContractRegistry;
  readonly logger: Logger;
  readonly database: mongo.Db;
  /** Called now and then; throws to end it. */
  readonly goOn: () => Promise<void>;
}

/** The queue of one attempt: nobody else's messages are in it, and it goes with it. */
export const rebuildQueue = (service: string, view: ViewDefinition, attempt: string): string =>
  consumerQueue(service, `${kebabCase(view.collection)}-rebuilt-${attempt}`);

/**
 * Fills a collection with what the owners say. Its queue is bound before they are asked, so nothing falls in between; resolves
 * with the function that ends it, when every message of every owner's replay has had its effect.
 */
export async function fillFromReplays(filling: ReplayFilling): Promise<() => Promise<void>> {
  const { service, view, attempt, broker, database, logger, goOn } = filling;
  const queue = rebuildQueue(service, view, attempt);
  const arrivals = new Map<string, Arrivals>();
  const definition = definitionOf(filling, arrivals);
  for (const owner of ownersOf(definition)) arrivals.set(owner, new Arrivals());
  await broker.declare(topologyOf(service, [definition]));
  const consumer = startConsumer({
    ...filling,
    queue,
    definition,
    metrics: new Registry(), // its queue is gone soon
    suspectAttempts: new StoredSuspectAttempts(database),
    erased: new ErasedPersons(database, filling.registry),
    probe: () => database.command({ ping: 1 }),
    onReplayEnded: ({ replayId, owner, messages }) => {
      if (replayId === attempt) arrivals.get(owner)?.ended(messages);
      return Promise.resolve();
    },
  });
  const end = () => consumer.stop(5_000);
  try {
    // An owner that died with the request is asked again.
    const asking = new Asking();
    while ([...arrivals.values()].some(({ isComplete }) => !isComplete)) {
      if (asking.isDue(performance.now())) await ask(filling, definition, arrivals);
      await goOn();
      await wait(100);
    }
  } catch (error) {
    await end();
    throw error;
  }
  logger.info({ queue }, 'the history is complete');
  return end;
}

function definitionOf(
  { view, attempt, views, collection }: ReplayFilling,
  arrivals: ReadonlyMap<string, Arrivals>,
): ConsumerDefinition {
  return {
    name: `${kebabCase(view.collection)}-rebuilt-${attempt}`,
    kind: 'views',
    reactions: view.sources.map(({ contract }) => ({
      contract,
      async handle(message) {
        await views.fillFrom(collection, view, message);
        const { replay } = message;
        if (replay?.id === attempt && replay.position !== undefined)
          arrivals.get(contract.owner)?.arrived(replay.position);
      },
    })),
  };
}

async function ask(
  { service, view, attempt, broker }: ReplayFilling,
  definition: ConsumerDefinition,
  arrivals: ReadonlyMap<string, Arrivals>,
): Promise<void> {
  const queue = rebuildQueue(service, view, attempt);
  for (const [owner, { isComplete }] of arrivals) {
    if (isComplete) continue;
    const request = { replayId: attempt, queue, owner, routingKeys: routingKeysOf(definition, owner) };
    await broker.send(replaysQueue(owner), replayRequest(service, request));
  }
}
