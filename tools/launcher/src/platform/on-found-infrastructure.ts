import { InfrastructureUnavailable, lockDataDirectory, type Environment } from '@ordergraph/infrastructure';
import { dataDirectoryOf, readPlatformRecord } from './data-directory.js';
import type { Infrastructure } from './find-infrastructure.js';
import { recordedInfrastructure } from './recorded-infrastructure.js';

export interface FoundPlatform extends Pick<Infrastructure, 'mongo' | 'broker'> {
  namespace: string;
}

/**
 * Works with the MongoDB and the broker of the platform on this data directory, whether it runs or not: what has to be started
 * for it is stopped again. Answers undefined when nothing ever ran there.
 */
export async function onFoundInfrastructure<Result>(
  environment: Environment,
  work: (platform: FoundPlatform) => Promise<Result>,
): Promise<Result | undefined> {
  const dataDirectory = dataDirectoryOf(environment);
  const { mongodb, broker, namespace } = readPlatformRecord(dataDirectory);
  if (!mongodb || !broker) return undefined; // looking is no reason to choose them
  // While the platform runs, its private servers are not ours to start or to stop.
  const lock = lockIfIdle(dataDirectory);
  try {
    const found = await recordedInfrastructure({ environment, dataDirectory, mongodb, broker, isHeld: !lock });
    try {
      return await work({ ...found, namespace });
    } finally {
      await found.stop();
    }
  } finally {
    lock?.release();
  }
}

function lockIfIdle(dataDirectory: string): { release(): void } | undefined {
  try {
    return lockDataDirectory(dataDirectory);
  } catch (error) {
    if (error instanceof InfrastructureUnavailable) return undefined;
    throw error;
  }
}
