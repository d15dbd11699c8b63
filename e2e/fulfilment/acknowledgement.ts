import { eventually } from '@ordergraph/testing';
import { parkedMessages } from '../support/parked-messages.js';
import { type QueueState, readQueues } from '../support/queue-states.js';
import { type Sample, scrape } from '../support/telemetry.js';
import type { Stage } from './stage.js';

/** Where messages wait that nobody consumes now. */
const asideQueues = ['operations.dead-letters', 'retry.5s.t2', 'retry.1m.t2', 'retry.10m.t2'];

/** Every queue of the platform that a service has taken a message from. */
export const consumedQueues = (samples: readonly Sample[]): string[] =>
  samples.filter(({ name }) => name === 'ordergraph_messages_in_hand').map(({ labels }) => labels['queue'] ?? '');

/** Waits until everything that was committed so far is published, handled and acknowledged. */
export const settled = (stage: Stage): Promise<void> =>
  eventually(async () => expect(await unsettled(stage)).toEqual({}));

/** What is on its way, in any stage between the commit and the acknowledgement. */
async function unsettled(stage: Stage): Promise<Record<string, number>> {
  const samples = await scrape(stage.platform.current);
  const undone = samples
    .filter(({ name }) => /_messages_in_hand$|_outbox_oldest_pending_seconds$/.test(name))
    .map(({ name, labels, value }) => [`${name} ${labels['queue'] ?? labels['service']}`, value] as const);
  const waiting = Object.entries(await waitingMessages(stage, consumedQueues(samples)));
  return Object.fromEntries([...undone, ...waiting].filter(([, count]) => count !== 0));
}

/** As the broker itself has it: ready messages by queue; on the embedded one, those that it has set aside. */
async function waitingMessages(stage: Stage, queues: readonly string[]): Promise<Record<string, number>> {
  const { namespace } = stage.platform.current;
  const { url } = stage.broker;
  if (url === undefined) return parkedMessages(namespace);
  const states = await readQueues(url, namespace, [...queues, ...asideQueues]);
  return Object.fromEntries(Object.entries(states).map(([queue, { ready }]) => [queue, ready]));
}

/** The queues when the platform has gone, killed so that it settles nothing on its way. */
export async function killAndReadQueues(stage: Stage, url: string): Promise<() => Promise<Record<string, QueueState>>> {
  const { current } = stage.platform;
  const queues = [...consumedQueues(await scrape(current)), ...asideQueues];
  await current.kill();
  return () => readQueues(url, current.namespace, queues);
}
