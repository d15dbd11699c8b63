import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { InfrastructureUnavailable } from '../infrastructure-unavailable.js';
import { awaitReady } from '../process/await-ready.js';
import { readRunningProcess, writeProcessRecord, type ProcessRecord } from '../process/process-record.js';
import { spawnDetached } from '../process/spawn-detached.js';
import { killProcess, stopProcess } from '../process/stop-process.js';
import { stopNameServer } from './name-server.js';
import type { RabbitControl } from './list-queues.js';
import { probeRabbit } from './probe-rabbit.js';
import { electLeaders } from './elect-leaders.js';
import { prepareNode, readNode, type RabbitMember, type RabbitNode } from './rabbit-node.js';
import { findRabbitProgram, type RabbitProgram } from './rabbit-program.js';

const run = promisify(execFile);

/** A RabbitMQ of our own on 127.0.0.1, its data kept in a directory; it may be stopped and broken at will. */
export interface PrivateRabbit {
  /** The same before and after a restart. */
  url: string;
  port: number;
  adopted: boolean;
  /** Ends it in order. Its data stays. */
  stop(): Promise<void>;
  /** Starts it again after `stop` or `kill`, on the same port and data. */
  start(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** The broker ends every client's connection. */
  closeAllConnections(): Promise<void>;
  /** Any other command of `rabbitmqctl`; answers what it printed. */
  control: RabbitControl;
}

export interface PrivateRabbitOptions {
  directory: string;
  port?: number;
  /** It is one of several nodes of a cluster. */
  member?: RabbitMember;
}

/**
 * Starts RabbitMQ on `directory`, or adopts the one that an earlier run left on it; one that does not answer is stopped. Only for
 * whoever holds the data directory: to everybody else it may be the RabbitMQ of a running platform.
 *
 * @throws InfrastructureUnavailable when RabbitMQ is not installed
 */
export async function startPrivateRabbit(options: PrivateRabbitOptions): Promise<PrivateRabbit> {
  const program = findRabbitProgram(process.env);
  if (!program) {
    throw new InfrastructureUnavailable(
      'RabbitMQ is not installed.',
      'Install rabbitmq-server, or set BROKER=embedded.',
    );
  }
  const directory = resolve(options.directory);
  const adopted = await adopt(directory);
  const orphan = adopted ? undefined : await readRunningProcess(directory);
  if (orphan) await stopProcess(orphan);
  const state = adopted ?? (await start(program, { ...options, directory }));
  return handle(program, state, adopted !== undefined);
}

/** The address of the RabbitMQ that runs on `directory`, which is left as it is; undefined when none answers. */
export async function runningRabbit(directory: string): Promise<string | undefined> {
  const running = await adopt(resolve(directory));
  return running && urlOf(running.node);
}

interface RunningNode {
  node: RabbitNode;
  record: ProcessRecord;
}

const urlOf = (node: RabbitNode): string => `amqp://guest:guest@127.0.0.1:${node.ports.amqp}`;

async function adopt(directory: string): Promise<RunningNode | undefined> {
  const record = await readRunningProcess(directory);
  const node = await readNode(directory);
  if (!record || !node) return undefined;
  try {
    await awaitReady(() => probeRabbit(urlOf(node), 5_000), { timeoutMilliseconds: 20_000 });
    return { node, record };
  } catch {
    return undefined;
  }
}

async function start(program: RabbitProgram, options: PrivateRabbitOptions): Promise<RunningNode> {
  const { directory } = options;
  const node = await prepareNode(directory, options);
  const log = join(directory, 'server.log');
  const hasData = existsSync(join(directory, 'data'));
  const { identity, ended } = await spawnDetached(program.server, [], {
    log,
    environment: node.environment,
    directory,
  });
  const record = { ...identity, port: node.ports.amqp, binary: program.server };
  await writeProcessRecord(directory, record);
  try {
    await awaitReady(() => probeRabbit(urlOf(node), 2_000), {
      timeoutMilliseconds: 120_000,
      intervalMilliseconds: 100,
      ended,
    });
  } catch (cause) {
    await stopProcess(identity).then(() => stopNameServer(node));
    throw new Error(`RabbitMQ did not start on ${directory}; see ${log}`, { cause });
  }
  // Not awaited: rabbitmqctl takes seconds, and the broker serves meanwhile.
  if (hasData && !node.member) electLeaders(program, node).catch(() => undefined);
  return { node, record };
}

function handle(program: RabbitProgram, first: RunningNode, adopted: boolean): PrivateRabbit {
  let running = first;
  const control: RabbitControl = async (...args) => {
    const { node } = running;
    const { stdout } = await run(program.control, ['--node', node.name, ...args], { env: node.environment });
    return stdout;
  };
  return {
    url: urlOf(first.node),
    port: first.node.ports.amqp,
    adopted,
    control,
    stop: () => stopProcess(running.record).then(() => stopNameServer(running.node)),
    kill: () => killProcess(running.record).then(() => stopNameServer(running.node)),
    async start() {
      const { directory, member, ports } = first.node;
      running = await start(program, { directory, port: ports.amqp, ...(member && { member }) });
    },
    async closeAllConnections() {
      await control('close_all_connections', 'closed by an operator');
    },
  };
}
