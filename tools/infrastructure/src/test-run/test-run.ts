import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InfrastructureUnavailable } from '../infrastructure-unavailable.js';
import { findMongo } from '../mongo/find-mongo.js';
import { findBroker, type FoundBroker } from '../rabbit/find-broker.js';
import { findRabbitProgram } from '../rabbit/rabbit-program.js';
import type { Environment, Report } from '../report.js';
import { clearMongo } from '../mongo/clear-mongo.js';
import { clearRabbit } from '../rabbit/clear-rabbit.js';
import { clearDirectory, clearForsakenRuns, RUNS_DIRECTORY, signDirectory } from './run-directory.js';

/** Infrastructure that all suites of one test run share. */
export interface TestRun {
  /** What the run's workers need to know, as environment variables; read by @ordergraph/testing. */
  environment: Record<string, string>;
  /** Stops what was started and removes what the tests left in databases and queues. */
  stop(): Promise<void>;
}

/**
 * Finds or starts a MongoDB and a broker for a test run. Data is thrown away with the run; servers that a killed run left
 * behind are stopped first. An installed RabbitMQ is started for the run alone rather than sharing the one on the default
 * port, whose limits and other users are not ours. Without RabbitMQ the suites run on the embedded broker, except where CI is set.
 */
export async function startTestRun(options: { environment: Environment; report: Report }): Promise<TestRun> {
  await clearForsakenRuns();
  const id = `test-${Math.floor(Date.now() / 1000).toString(36)}-${randomBytes(3).toString('hex')}`;
  const dataDirectory = join(RUNS_DIRECTORY, id);
  await mkdir(dataDirectory, { recursive: true });
  await signDirectory(dataDirectory);
  const finding = { ...options, dataDirectory };
  try {
    const [mongo, broker] = await Promise.all([findMongo(finding), findTestBroker(finding)]);
    return {
      environment: describe(id, dataDirectory, mongo.uri, broker),
      async stop() {
        await Promise.all([
          mongo.source === 'private' ? undefined : clearMongo(mongo.uri, id),
          broker.source === 'private' || broker.url === undefined ? undefined : clearRabbit(broker.url, id),
        ]);
        await clearDirectory(dataDirectory);
      },
    };
  } catch (error) {
    await clearDirectory(dataDirectory);
    await rm(dataDirectory, { recursive: true, force: true });
    throw error;
  }
}

async function findTestBroker(options: Parameters<typeof findBroker>[0]): Promise<FoundBroker> {
  const broker = await findBroker({
    ...options,
    recorded: findRabbitProgram(options.environment) ? 'private' : undefined,
  });
  if (broker.kind === 'embedded' && options.environment['CI'] && options.environment['BROKER'] !== 'embedded') {
    throw new InfrastructureUnavailable(
      'CI is set, but there is no RabbitMQ.',
      'Install rabbitmq-server or set AMQP_URL.',
    );
  }
  return broker;
}

function describe(id: string, directory: string, mongoUri: string, broker: FoundBroker): Record<string, string> {
  return {
    ORDERGRAPH_TEST_RUN: id,
    ORDERGRAPH_TEST_DIRECTORY: directory,
    ORDERGRAPH_TEST_MONGODB_URI: mongoUri,
    ...(broker.url === undefined ? {} : { ORDERGRAPH_TEST_AMQP_URL: broker.url }),
  };
}
