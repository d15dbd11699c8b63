import { InfrastructureUnavailable, lockDataDirectory, type Environment } from '@ordergraph/infrastructure';
import { deadLetterQueue, type BrokerMessage } from '@ordergraph/messaging';
import { createLogger } from '@ordergraph/service';
import { dataDirectoryOf, readPlatformRecord } from '../platform/data-directory.js';
import { findInfrastructure } from '../platform/find-infrastructure.js';
import { openBroker } from '../platform/open-broker.js';

const LIMIT = 500;

/** The oldest dead letters of the platform on this data directory, left where they are. */
export async function readDeadLetters(environment: Environment): Promise<readonly BrokerMessage[]> {
  const dataDirectory = dataDirectoryOf(environment);
  const record = readPlatformRecord(dataDirectory);
  if (record.broker === undefined) return []; // nothing ever ran here, and looking is no reason to choose a broker
  // While the platform runs, its private servers are found by their records and are not ours to stop.
  const lock = lockIfIdle(dataDirectory);
  try {
    const report = (): undefined => undefined;
    const found = await findInfrastructure({ environment, dataDirectory, report, record, acrossProcesses: false });
    const logger = createLogger({ name: 'dead-letters', level: 'silent' });
    const open = await openBroker({ ...found, namespace: record.namespace, logger });
    try {
      await open.broker.declare({ exchanges: [], queues: [{ name: deadLetterQueue, bindings: [] }] });
      return await open.broker.browse(deadLetterQueue, LIMIT);
    } finally {
      await open.close();
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
