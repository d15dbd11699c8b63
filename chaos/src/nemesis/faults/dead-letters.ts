import { setTimeout as delay } from 'node:timers/promises';
import { allContracts, ContractRegistry } from '@ordergraph/events';
import {
  type Broker,
  type BrokerMessage,
  DeadLetterAudit,
  deadLetterQueue,
  type DeadLetterSelection,
  type Delivery,
  resolveDeadLetters,
  type Resolved,
} from '@ordergraph/messaging';
import { onBroker, onDatabases } from '../../platform/as-operator.js';
import type { Stage } from '../../platform/stage.js';
import type { Fault } from '../fault.js';
import { tradingQueues } from '../trading-queues.js';

/**
 * For a moment a consumer beside the true ones fails whatever it is handed, for good. The messages lie among the dead letters,
 * while orders go on without them, and then all dead letters are redriven into what the world has become.
 */
export const deadLetters: Fault = {
  name: 'dead-letters',
  lane: 'operations',
  lasts: [5, 20],
  async begin(stage, random) {
    const queue = random.pick(tradingQueues);
    const failed = await onBroker(stage, (broker) => failSome(broker, queue, random.between(1, 20)));
    return { what: `${failed} messages of ${queue}`, end: () => redriveAll(stage) };
  },
};

const errorCode = 'CHAOS';

/** Many messages, or fewer when so many do not come. */
async function failSome(broker: Broker, queue: string, many: number): Promise<number> {
  const failing: Promise<boolean>[] = [];
  const consumption = await broker.consume(queue, { prefetch: 5 }, (delivery) => {
    failing.push(fail(broker, queue, delivery));
  });
  for (let waits = 0; waits < 50 && failing.length < many; waits++) await delay(100);
  await consumption.stop();
  return (await Promise.all(failing)).filter(Boolean).length;
}

async function fail(broker: Broker, queue: string, delivery: Delivery): Promise<boolean> {
  try {
    await broker.send(deadLetterQueue, failedFor(queue, delivery.message));
    delivery.ack();
    return true;
  } catch {
    delivery.requeue();
    return false;
  }
}

function failedFor(queue: string, message: BrokerMessage): BrokerMessage {
  const firstFailedAt = new Date().toISOString();
  const failure = { queue, attempts: 1, firstFailedAt, errorCode, errorMessage: 'failed by the nemesis' };
  return { ...message, envelope: { ...message.envelope, failure } };
}

/**
 * Redrives what was failed while publishers were blocked: it became a dead letter when they were no longer. @returns how many
 */
export const redriveLate = async (stage: Stage): Promise<number> =>
  (await resolve(stage, { errorCode })).resolved.length;

/** As `npm run dead-letters -- redrive --all` does. The poison beside them fails again. */
async function redriveAll(stage: Stage): Promise<string> {
  const { resolved, left } = await resolve(stage, {});
  return `${resolved.length} redriven, ${left.length} not`;
}

function resolve(stage: Stage, selection: DeadLetterSelection): Promise<Resolved> {
  const registry = new ContractRegistry(allContracts);
  return onDatabases(stage, (databaseOf) =>
    onBroker(stage, (broker) => {
      const audit = new DeadLetterAudit({ database: databaseOf('operations'), by: 'chaos', reason: 'chaos' });
      return resolveDeadLetters({ broker, registry, audit, selection, action: 'redrive' });
    }),
  );
}
