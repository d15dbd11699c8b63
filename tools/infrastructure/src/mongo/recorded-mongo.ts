import { join } from 'node:path';
import {
  doesNotAnswer,
  goneFromDefaultPort,
  leaveRunning,
  noLongerNamed,
  type RecordedServer,
} from '../recorded-server.js';
import { type FoundMongo, type MongoSource, onDefaultPort, privateMongo, requireMongo } from './find-mongo.js';
import { runningMongo } from './private-mongo.js';

const report = (): undefined => undefined;

/**
 * The MongoDB that a data directory was used with, and no other; a private one is started unless somebody else holds the directory.
 *
 * @throws {InfrastructureUnavailable} it does not answer
 */
export async function recordedMongo(server: RecordedServer<MongoSource>): Promise<FoundMongo> {
  const { environment, dataDirectory, source, isHeld } = server;
  const uri = environment['MONGODB_URI'];
  if (uri) return requireMongo(uri);
  switch (source) {
    case 'environment':
      throw noLongerNamed('MongoDB', 'MONGODB_URI');
    case 'default-port': {
      const found = await onDefaultPort({ report });
      if (!found) throw goneFromDefaultPort('MongoDB', 27017);
      return found;
    }
    case 'private':
      return isHeld ? ofRunningPlatform(dataDirectory) : privateMongo({ environment, dataDirectory, report });
  }
}

async function ofRunningPlatform(dataDirectory: string): Promise<FoundMongo> {
  const uri = await runningMongo(join(dataDirectory, 'mongodb'));
  if (uri === undefined) throw doesNotAnswer('MongoDB', dataDirectory);
  return { uri, source: 'private', reason: 'that of the running platform', stop: leaveRunning };
}
