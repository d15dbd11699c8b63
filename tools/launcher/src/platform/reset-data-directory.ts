import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  clearMongo,
  clearRabbit,
  DEFAULT_AMQP_URL,
  DEFAULT_MONGODB_URI,
  firstLineOf,
  stopRecordedServer,
  type Environment,
  type Report,
} from '@ordergraph/infrastructure';
import { readPlatformRecord, type PlatformRecord } from './data-directory.js';

export interface ResetRequest {
  directory: string;
  environment: Environment;
  report: Report;
}

/** Ours inside a data directory; a directory given by the user may hold other things. */
const contents = ['mongodb', 'rabbitmq', 'logs', 'keys.json', 'platform.json', 'supergraph.graphql'];

/**
 * Removes everything a data directory holds, and what its namespace holds in a MongoDB and a RabbitMQ that are not ours.
 * Servers that an earlier `kill -9` left running on it are stopped.
 */
export async function resetDataDirectory({ directory, environment, report }: ResetRequest): Promise<void> {
  const record = readPlatformRecord(directory);
  await clearDatabases(record, environment, report);
  await clearQueues(record, environment, report);
  for (const server of ['mongodb', 'rabbitmq']) {
    await stopRecordedServer(join(directory, server), 'at once');
  }
  await Promise.all(contents.map((name) => rm(join(directory, name), { recursive: true, force: true, maxRetries: 3 })));
  report(`Cleared ${directory}`);
}

async function clearDatabases({ mongodb, namespace }: PlatformRecord, environment: Environment, report: Report) {
  if (!mongodb || mongodb.source === 'private') return;
  const uri = mongodb.source === 'environment' ? environment['MONGODB_URI'] : DEFAULT_MONGODB_URI;
  try {
    if (!uri) throw new Error('MONGODB_URI is not set');
    await clearMongo(uri, `${namespace}_`);
    report(`Dropped the databases ${namespace}_* at ${mongodb.address}`);
  } catch (error) {
    report(`The databases ${namespace}_* at ${mongodb.address} stay: ${firstLineOf(error)}`);
  }
}

async function clearQueues({ broker, namespace }: PlatformRecord, environment: Environment, report: Report) {
  if (!broker || broker.source === 'private' || broker.source === 'embedded') return;
  const url = broker.source === 'environment' ? environment['AMQP_URL'] : DEFAULT_AMQP_URL;
  try {
    if (!url) throw new Error('AMQP_URL is not set');
    if (!(await clearRabbit(url, `${namespace}.`))) throw new Error('rabbitmqctl may not ask that broker');
    report(`Deleted the queues ${namespace}.* at ${broker.address}`);
  } catch (error) {
    report(`The queues ${namespace}.* at ${broker.address} stay: ${firstLineOf(error)}`);
  }
}
