import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../process/free-port.js';

/** The ports of one private node. Erlang's name server (epmd) is private too, so that nothing of ours is left running. */
export interface RabbitPorts {
  amqp: number;
  distribution: number;
  nameServer: number;
}

export interface RabbitNode {
  directory: string;
  name: string;
  ports: RabbitPorts;
  environment: NodeJS.ProcessEnv;
}

/** Prepares the directory of a private node: ports (kept when still free), configuration, cookie. */
export async function prepareNode(directory: string, port?: number): Promise<RabbitNode> {
  await mkdir(join(directory, 'home'), { recursive: true });
  const ports = await choosePorts(directory, port);
  const node = describeNode(directory, ports);
  await writeFile(join(directory, 'ports.json'), `${JSON.stringify(ports)}\n`);
  await writeFile(join(directory, 'enabled_plugins'), '[].\n');
  await writeFile(join(directory, 'rabbitmq.conf'), configuration(ports));
  await keepCookie(join(directory, 'home', '.erlang.cookie'));
  return node;
}

/** The node last prepared in this directory. */
export async function readNode(directory: string): Promise<RabbitNode | undefined> {
  const ports = await readPorts(directory);
  return ports && describeNode(directory, ports);
}

async function choosePorts(directory: string, port?: number): Promise<RabbitPorts> {
  const before = await readPorts(directory);
  return {
    amqp: port ?? (await freePort(before?.amqp)),
    distribution: await freePort(before?.distribution),
    nameServer: await freePort(before?.nameServer),
  };
}

async function readPorts(directory: string): Promise<RabbitPorts | undefined> {
  try {
    return JSON.parse(await readFile(join(directory, 'ports.json'), 'utf8')) as RabbitPorts;
  } catch {
    return undefined;
  }
}

/** Constant, because the node's data is kept under its name; private name servers keep equal names apart. */
const NODE_NAME = 'ordergraph@localhost';

function describeNode(directory: string, ports: RabbitPorts): RabbitNode {
  const environment = {
    ...process.env,
    HOME: join(directory, 'home'),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(ports.nameServer),
    ERL_CRASH_DUMP: join(directory, 'erl_crash.dump'),
    RABBITMQ_NODENAME: NODE_NAME,
    RABBITMQ_NODE_PORT: String(ports.amqp),
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_MNESIA_BASE: join(directory, 'data'),
    RABBITMQ_LOG_BASE: join(directory, 'log'),
    RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: join(directory, 'no-environment.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'enabled_plugins'),
    // The server then replaces its start script, so that the recorded process is the server itself.
    RUNNING_UNDER_SYSTEMD: 'true',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
  };
  return { directory, name: NODE_NAME, ports, environment };
}

function configuration(ports: RabbitPorts): string {
  return [
    `listeners.tcp.default = 127.0.0.1:${ports.amqp}`,
    'log.file.level = info',
    'disk_free_limit.absolute = 50MB',
    'vm_memory_high_watermark.relative = 0.6',
    '',
  ].join('\n');
}

async function keepCookie(file: string): Promise<void> {
  // Kept when there: a node that was left running knows only the first one.
  await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o400, flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
}
