import {
  type BrokerSource,
  type Environment,
  InfrastructureUnavailable,
  type MongoSource,
  recordedBroker,
  recordedMongo,
  wantedBroker,
} from '@ordergraph/infrastructure';
import type { Described } from './data-directory.js';
import { described, isSame, nameOf } from './described-server.js';
import type { Infrastructure } from './find-infrastructure.js';

export interface RecordedRequest {
  environment: Environment;
  dataDirectory: string;
  mongodb: Described<MongoSource>;
  broker: Described<BrokerSource>;
  /** Somebody else holds the data directory. */
  isHeld: boolean;
}

/**
 * The MongoDB and the broker of the platform on a data directory, for a command beside it, which chooses neither and records
 * nothing. Stopping them stops what had to be started, which is nothing where somebody else holds the directory.
 *
 * @throws {InfrastructureUnavailable} they do not answer, or the environment names others
 */
export async function recordedInfrastructure(request: RecordedRequest): Promise<Infrastructure> {
  const { environment } = request;
  requireNoOther('MongoDB', request.mongodb, uriAgainst(request.mongodb, 'MONGODB_URI', environment));
  requireNoOther('broker', request.broker, brokerAgainst(request.broker, environment));
  const mongo = await recordedMongo({ ...request, source: request.mongodb.source });
  try {
    const broker = await recordedBroker({ ...request, source: request.broker.source });
    return { mongo, broker, stop: () => Promise.all([mongo.stop(), broker.stop()]).then(() => undefined) };
  } catch (error) {
    await mongo.stop();
    throw error;
  }
}

/** What of the environment asks for another broker than this. */
function brokerAgainst(before: Described<string>, environment: Environment): string | undefined {
  const wanted = wantedBroker(environment);
  const isEmbedded = before.source === 'embedded';
  if (wanted !== undefined && (wanted === 'embedded') !== isEmbedded) return `BROKER=${wanted}`;
  return wanted === 'embedded' ? undefined : uriAgainst(before, 'AMQP_URL', environment);
}

function uriAgainst(before: Described<string>, variable: string, environment: Environment): string | undefined {
  const uri = environment[variable];
  return !uri || isSame(before, described({ source: 'environment' }, uri)) ? undefined : variable;
}

function requireNoOther(what: string, before: Described<string>, setting: string | undefined): void {
  if (setting === undefined) return;
  throw new InfrastructureUnavailable(
    `The platform of this data directory uses ${nameOf(what, before)}; ${setting} names another.`,
    'Unset it or set it as for that platform. Another platform is named with --mongodb, --namespace and --amqp.',
  );
}
