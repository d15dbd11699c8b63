import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lockDataDirectory, type Environment, type Report } from '@ordergraph/infrastructure';
import { dataDirectoryOf, readPlatformRecord, type PlatformRecord } from './data-directory.js';
import { findInfrastructure, type Infrastructure } from './find-infrastructure.js';
import { platformPorts, portOf, requireFreePorts, type PlatformPorts } from './ports.js';
import { prepareEnvironments } from './prepare-environments.js';
import { subgraphNames, type ProgramEnvironment, type ProgramName } from './program-environments.js';
import type { ProgramRunner, RunningProgram } from './program-runner.js';
import { processRunner } from './run-as-processes.js';
import { Stack } from './stack.js';

export interface PlatformOptions {
  /** As of a shell: PORT, DATA_DIRECTORY, MONGODB_URI, AMQP_URL, BROKER and everything the services read. */
  environment: Environment;
  /** Each program in a process of its own. */
  processes?: boolean;
  /** The gateway's; the others follow from it. Wins over PORT. */
  port?: number;
  /** Wins over DATA_DIRECTORY. */
  dataDirectory?: string;
  report: Report;
  /** A program died; the platform is of no use any more. */
  onFailure?: (message: string) => void;
}

export interface Platform {
  graphqlUrl: string;
  websocketUrl: string;
  /** What every program was started with. */
  environments: Record<ProgramName, ProgramEnvironment>;
  ports: PlatformPorts;
  dataDirectory: string;
  namespace: string;
  infrastructure: Pick<Infrastructure, 'mongo' | 'broker'>;
  /** Ends everything that was started, in reverse order. */
  stop(): Promise<void>;
  /** At once: for a second Ctrl-C. */
  kill(): void;
}

/** All are started at once, since each starts and runs without the others; they are stopped from the last to the first. */
const startOrder: ProgramName[] = ['payment-simulator', ...subgraphNames, 'gateway'];

/**
 * Starts the whole platform: infrastructure, payment simulator, subgraphs and gateway.
 *
 * @throws InfrastructureUnavailable with one line and its remedy; whatever was started until then is stopped again
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const stack = new Stack();
  try {
    return await start(options, stack);
  } catch (error) {
    await stack.unwind();
    throw error;
  }
}

async function start(options: PlatformOptions, stack: Stack): Promise<Platform> {
  const { environment, report } = options;
  const dataDirectory = options.dataDirectory ?? dataDirectoryOf(environment);
  const ports = platformPorts(options.port ?? portOf(environment));
  const lock = lockDataDirectory(dataDirectory);
  stack.push(() => lock.release());
  await requireFreePorts(ports);
  const record = readPlatformRecord(dataDirectory);
  const infrastructure = await findInfrastructure({
    environment,
    dataDirectory,
    report,
    record,
    acrossProcesses: options.processes ?? false,
  });
  stack.push(() => infrastructure.stop());
  const { namespace } = record;
  const environments = await prepareEnvironments({ environment, dataDirectory, ports, namespace, ...infrastructure });
  const programs = await startPrograms(options, { dataDirectory, environments, infrastructure, record }, stack);
  return {
    graphqlUrl: `http://127.0.0.1:${ports.gateway}/graphql`,
    websocketUrl: `ws://127.0.0.1:${ports.gateway}/graphql`,
    environments,
    ports,
    dataDirectory,
    namespace: record.namespace,
    infrastructure,
    stop: () => stack.unwind(),
    kill: () => programs.forEach((program) => program.kill()),
  };
}

interface StartContext {
  dataDirectory: string;
  environments: Record<ProgramName, ProgramEnvironment>;
  infrastructure: Infrastructure;
  record: PlatformRecord;
}

async function startPrograms(
  options: PlatformOptions,
  context: StartContext,
  stack: Stack,
): Promise<readonly RunningProgram[]> {
  const runner = await createRunner(options, context);
  stack.push(() => runner.close());
  options.report(`Starting: ${startOrder.join(', ')}`);
  const started = await Promise.allSettled(startOrder.map((name) => runner.start(name, context.environments[name])));
  const programs = started.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
  for (const program of programs) stack.push(() => program.stop());
  for (const attempt of started) if (attempt.status === 'rejected') throw attempt.reason;
  const how = options.processes ? 'each in a process of its own' : 'in one process';
  options.report(`Started (${how}; logs in ${join(context.dataDirectory, 'logs')})`);
  return programs;
}

async function createRunner(options: PlatformOptions, context: StartContext): Promise<ProgramRunner> {
  const logDirectory = join(context.dataDirectory, 'logs');
  mkdirSync(logDirectory, { recursive: true });
  if (options.processes) {
    return processRunner({
      logDirectory,
      onDeath: (name, how, log) => options.onFailure?.(`${name} ended unexpectedly (${how}). See ${log}`),
    });
  }
  // Loaded when needed: the programs of all services are heavy, and a start that is refused never gets here.
  const { inProcessRunner } = await import('./run-in-process.js');
  return inProcessRunner({ logDirectory, infrastructure: context.infrastructure, namespace: context.record.namespace });
}
