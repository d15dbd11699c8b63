import { join } from 'node:path';
import { firstLineOf, InfrastructureUnavailable } from '../infrastructure-unavailable.js';
import { readProcessRecord } from '../process/process-record.js';
import { somebodyListens } from '../process/somebody-listens.js';
import { leaveRunning } from '../recorded-server.js';
import type { Environment, Report } from '../report.js';
import { findMongodBinary } from './mongod-binary.js';
import { startPrivateMongo } from './private-mongo.js';
import { probeMongo, withoutCredentials } from './probe-mongo.js';

/** Where the database came from: named by the user, met on the default port, or started by us. */
export type MongoSource = 'environment' | 'default-port' | 'private';

export interface FoundMongo {
  uri: string;
  source: MongoSource;
  /** For people: what was chosen and why. */
  reason: string;
  /** Stops it if it is private; leaves everybody else's alone. */
  stop(): Promise<void>;
}

export interface FindMongoOptions {
  environment: Environment;
  /** Data of a private server is kept in `mongodb/` in it. */
  dataDirectory: string;
  report: Report;
  /** What this data directory was used with before: its data is there, so it is used again. */
  recorded?: MongoSource | undefined;
  /** Where an already running MongoDB is looked for; default 127.0.0.1:27017. */
  defaultUri?: string;
}

export const DEFAULT_MONGODB_URI = 'mongodb://127.0.0.1:27017/?directConnection=true';
/**
 * Finds or starts a MongoDB with transactions and change streams, reporting each choice with its reason.
 *
 * @throws InfrastructureUnavailable when none can be had, or when MONGODB_URI names one that cannot serve.
 */
export async function findMongo(options: FindMongoOptions): Promise<FoundMongo> {
  const { environment, report, recorded } = options;
  const uri = environment['MONGODB_URI'];
  const found =
    uri !== undefined && uri !== ''
      ? await requireMongo(uri)
      : ((recorded === 'private' ? undefined : await onDefaultPort(options)) ?? (await privateMongo(options)));
  report(`MongoDB: ${found.reason}`);
  return found;
}

export async function requireMongo(uri: string): Promise<FoundMongo> {
  const address = withoutCredentials(uri);
  const probe = await probeMongo(uri, 5_000);
  if (probe.kind === 'unreachable') {
    throw new InfrastructureUnavailable(
      `MONGODB_URI names ${address}, which cannot be used: ${firstLineOf(probe.error)}`,
      'Start it, correct MONGODB_URI, or unset MONGODB_URI to have a MongoDB found or started for you.',
      { cause: probe.error },
    );
  }
  if (probe.kind === 'standalone') {
    throw new InfrastructureUnavailable(
      `MONGODB_URI names ${address}, a standalone mongod: it has neither transactions nor change streams.`,
      'Restart it with --replSet and run rs.initiate() once, or unset MONGODB_URI to have one started for you.',
    );
  }
  return { uri, source: 'environment', reason: `${address}, named by MONGODB_URI`, stop: leaveRunning };
}

export async function onDefaultPort(
  options: Pick<FindMongoOptions, 'report' | 'defaultUri'>,
): Promise<FoundMongo | undefined> {
  const { report, defaultUri: uri = DEFAULT_MONGODB_URI } = options;
  if (!(await somebodyListens(uri))) return undefined;
  const probe = await probeMongo(uri, 5_000);
  switch (probe.kind) {
    case 'replica-set':
      if (!probe.primary) return skip('a secondary of a replica set', 'Only a primary can be written to.', report);
      // Connected directly: the names in its configuration may mean something only to its own network.
      return {
        uri: DEFAULT_MONGODB_URI,
        source: 'default-port',
        reason: describeDefault(probe.name),
        stop: leaveRunning,
      };
    case 'sharded':
      return {
        uri: DEFAULT_MONGODB_URI,
        source: 'default-port',
        reason: describeDefault('mongos'),
        stop: leaveRunning,
      };
    case 'standalone':
      return skip('a standalone mongod', 'It has neither transactions nor change streams.', report);
    case 'unreachable':
      return undefined;
  }
}

const describeDefault = (name: string): string => `the replica set ${name} on the default port 27017`;

function skip(what: string, why: string, report: Report): undefined {
  report(`MongoDB: not ${what} on the default port 27017. ${why}`);
}

export async function privateMongo(
  options: Pick<FindMongoOptions, 'environment' | 'dataDirectory' | 'report'>,
): Promise<FoundMongo> {
  const directory = join(options.dataDirectory, 'mongodb');
  const previous = (await readProcessRecord(directory))?.binary;
  const binary = await findMongodBinary({ environment: options.environment, report: options.report, previous });
  try {
    const mongo = await startPrivateMongo({ directory, binary: binary.path });
    const what = mongo.adopted ? 'adopted our mongod of an earlier run' : `started ${binary.reason}`;
    return { uri: mongo.uri, source: 'private', reason: `${what}, port ${mongo.port}`, stop: () => mongo.stop() };
  } catch (cause) {
    throw new InfrastructureUnavailable(firstLineOf(cause), 'Read that log; `npm run reset` starts from empty data.', {
      cause,
    });
  }
}
