import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  clearRabbit,
  DEFAULT_AMQP_URL,
  listQueues,
  startPrivateRabbit,
  type BrokerSource,
  type RabbitQueue,
} from '@ordergraph/infrastructure';
import mongoose from 'mongoose';

export interface FormerBroker {
  source: BrokerSource;
  dataDirectory: string;
  mongoUri: string;
  namespace: string;
}

/**
 * Leaves a broker for another one, if no message waits in it. What was committed and not yet confirmed goes to the new
 * broker by the sweep; its queues are new, so consumers ask for the history; the old queues are removed, lest a return to
 * them skip what happened meanwhile.
 *
 * @returns why it cannot be left, or undefined when it was
 */
export function leaveBroker(former: FormerBroker): Promise<string | undefined> {
  switch (former.source) {
    case 'embedded':
      return leaveEmbedded(former);
    case 'private':
      return leavePrivate(former);
    case 'default-port':
      return leaveDefault(former);
    case 'environment':
      return Promise.resolve(unseen);
  }
}

async function leaveEmbedded({ mongoUri, namespace }: FormerBroker): Promise<string | undefined> {
  const client = await mongoose.mongo.MongoClient.connect(mongoUri);
  try {
    const database = client.db(`${namespace}_broker`);
    const waiting = await database.collection('parkedMessages').countDocuments();
    if (waiting > 0) return stillWaiting(waiting);
    await database.dropDatabase();
    return undefined;
  } finally {
    await client.close();
  }
}

async function leavePrivate({ dataDirectory, namespace }: FormerBroker): Promise<string | undefined> {
  const directory = join(dataDirectory, 'rabbitmq');
  const rabbit = await startPrivateRabbit({ directory });
  const queues = await listQueues(`${namespace}.`, rabbit.control);
  await rabbit.stop();
  if (!queues) return unseen;
  const waiting = total(queues);
  if (waiting > 0) return stillWaiting(waiting);
  await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  return undefined;
}

async function leaveDefault({ namespace }: FormerBroker): Promise<string | undefined> {
  const prefix = `${namespace}.`;
  const queues = await listQueues(prefix);
  if (!queues) return unseen;
  const waiting = total(queues);
  if (waiting > 0) return stillWaiting(waiting);
  await clearRabbit(DEFAULT_AMQP_URL, prefix);
  return undefined;
}

const total = (queues: readonly RabbitQueue[]): number => queues.reduce((sum, { messages }) => sum + messages, 0);

const unseen = 'and what may wait in the former cannot be seen from here';

const stillWaiting = (count: number): string =>
  `and ${count === 1 ? 'one message still waits' : `${count} messages still wait`} in the former`;
