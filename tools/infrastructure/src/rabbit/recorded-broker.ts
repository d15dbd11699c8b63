import { join } from 'node:path';
import {
  doesNotAnswer,
  goneFromDefaultPort,
  leaveRunning,
  noLongerNamed,
  type RecordedServer,
} from '../recorded-server.js';
import {
  type BrokerSource,
  embedded,
  type FoundBroker,
  onDefaultPort,
  privateRabbit,
  requireRabbit,
} from './find-broker.js';
import { runningRabbit } from './private-rabbit.js';
import { DEFAULT_AMQP_URL } from './probe-rabbit.js';

/**
 * The broker that a data directory was used with, and no other; a private one is started unless somebody else holds the directory.
 *
 * @throws {InfrastructureUnavailable} it does not answer
 */
export async function recordedBroker(server: RecordedServer<BrokerSource>): Promise<FoundBroker> {
  const { environment, dataDirectory, source, isHeld } = server;
  const url = environment['AMQP_URL'];
  if (source === 'embedded') return embedded('this data directory was used with it before');
  if (url) return requireRabbit(url);
  switch (source) {
    case 'environment':
      throw noLongerNamed('RabbitMQ', 'AMQP_URL');
    case 'default-port': {
      const found = await onDefaultPort(DEFAULT_AMQP_URL);
      if (!found) throw goneFromDefaultPort('RabbitMQ', 5672);
      return found;
    }
    case 'private':
      return isHeld ? ofRunningPlatform(dataDirectory) : privateRabbit({ dataDirectory });
  }
}

async function ofRunningPlatform(dataDirectory: string): Promise<FoundBroker> {
  const url = await runningRabbit(join(dataDirectory, 'rabbitmq'));
  if (url === undefined) throw doesNotAnswer('RabbitMQ', dataDirectory);
  return { kind: 'rabbitmq', source: 'private', url, reason: 'that of the running platform', stop: leaveRunning };
}
