import {
  findBroker,
  findMongo,
  InfrastructureUnavailable,
  type Environment,
  type FoundBroker,
  type FoundMongo,
  type Report,
} from '@ordergraph/infrastructure';
import { leaveBroker } from './leave-broker.js';
import { type Described, writePlatformRecord, type PlatformRecord } from './data-directory.js';
import { described, isSame, nameOf } from './described-server.js';

export interface Infrastructure {
  mongo: FoundMongo;
  broker: FoundBroker;
  stop(): Promise<void>;
}

export interface InfrastructureRequest {
  environment: Environment;
  dataDirectory: string;
  report: Report;
  record: PlatformRecord;
  /** The programs run in several processes, which an embedded broker cannot connect. */
  acrossProcesses: boolean;
}

/**
 * Finds MongoDB and a broker, the same ones as when this data directory was last used: orders live in that database and
 * messages may be waiting in that broker. Another MongoDB is refused; another broker too, unless the former is empty.
 * Only for a start that holds the data directory: it may move to another broker, and records what it found.
 */
export async function findInfrastructure(request: InfrastructureRequest): Promise<Infrastructure> {
  const { record, dataDirectory } = request;
  const mongo = await findMongo({ ...request, recorded: record.mongodb?.source });
  try {
    requireSame('MongoDB', record.mongodb, described(mongo, mongo.uri));
    const broker = await findBroker({ ...request, recorded: record.broker?.source });
    try {
      if (request.acrossProcesses) requireSharedBroker(broker);
      await moveBroker(request, mongo, described(broker, broker.url ?? ''));
    } catch (error) {
      await broker.stop();
      throw error;
    }
    writePlatformRecord(dataDirectory, {
      ...record,
      mongodb: described(mongo, mongo.uri),
      broker: described(broker, broker.url ?? ''),
    });
    return { mongo, broker, stop: () => Promise.all([mongo.stop(), broker.stop()]).then(() => undefined) };
  } catch (error) {
    await mongo.stop();
    throw error;
  }
}

function requireSharedBroker(broker: FoundBroker): void {
  if (broker.kind === 'rabbitmq') return;
  throw new InfrastructureUnavailable(
    'With --processes a RabbitMQ is needed: the embedded broker lives inside one process.',
    'Leave out --processes, or set BROKER=rabbitmq and have a RabbitMQ running or installed.',
  );
}

async function moveBroker(request: InfrastructureRequest, mongo: FoundMongo, now: Described<string>): Promise<void> {
  const { record, dataDirectory, report } = request;
  if (record.broker === undefined || isSame(record.broker, now)) return;
  const obstacle = await leaveBroker({
    dataDirectory,
    mongoUri: mongo.uri,
    namespace: record.namespace,
    ...record.broker,
  });
  if (obstacle !== undefined) throw otherThanBefore('broker', record.broker, now, obstacle);
  report(`Broker: moved from ${nameOf('broker', record.broker)}, which held nothing any more`);
}

function requireSame(what: string, before: Described<string> | undefined, now: Described<string>): void {
  if (before === undefined || isSame(before, now)) return;
  throw otherThanBefore(what, before, now, 'which knows nothing of its orders');
}

function otherThanBefore(
  what: string,
  before: Described<string>,
  now: Described<string>,
  why: string,
): InfrastructureUnavailable {
  return new InfrastructureUnavailable(
    `This data directory was used with ${nameOf(what, before)}; now ${nameOf(what, now)} would be used, ${why}.`,
    'Use the former again, start afresh with `npm run reset`, or give this one another DATA_DIRECTORY.',
  );
}
