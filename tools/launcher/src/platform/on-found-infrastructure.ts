import { InfrastructureUnavailable, lockDataDirectory, type Environment } from '@ordergraph/infrastructure';
import { dataDirectoryOf, readPlatformRecord } from './data-directory.js';
import { findInfrastructure, type Infrastructure } from './find-infrastructure.js';

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
  const record = readPlatformRecord(dataDirectory);
  if (record.broker === undefined) return undefined; // looking is no reason to choose a broker
  // While the platform runs, its private servers are found by their records and are not ours to stop.
  const lock = lockIfIdle(dataDirectory);
  try {
    const report = (): undefined => undefined;
    const found = await findInfrastructure({ environment, dataDirectory, report, record, acrossProcesses: false });
    try {
      return await work({ ...found, namespace: record.namespace });
    } finally {
      if (lock) await found.stop();
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
