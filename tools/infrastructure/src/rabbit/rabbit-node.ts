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

/** What the nodes of one cluster share, and the name of this one among them. */
export interface RabbitMember {
  name: string;
  /** Of all, this one included, as `name@localhost`. */
  peers: string[];
  nameServer: number;
  /** Holds the cookie by which they trust each other. */
  home: string;
}

export interface RabbitNode {
  directory: string;
  name: string;
  ports: RabbitPorts;
  member: RabbitMember | undefined;
  environment: NodeJS.ProcessEnv;
}

/** What a directory remembers of its node. */
interface NodeRecord extends RabbitPorts {
  member?: RabbitMember;
}

/** Prepares the directory of a private node: ports (kept when still free), configuration, cookie. */
export async function prepareNode(
  directory: string,
  { port, member }: { port?: number; member?: RabbitMember } = {},
): Promise<RabbitNode> {
  await mkdir(directory, { recursive: true });
  const record = { ...(await choosePorts(directory, { port, member })), ...(member && { member }) };
  const node = describeNode(directory, record);
  await writeFile(join(directory, 'ports.json'), `${JSON.stringify(record)}\n`);
  await writeFile(join(directory, 'enabled_plugins'), '[].\n');
  await writeFile(join(directory, 'rabbitmq.conf'), configuration(node));
  await keepCookie(node.environment['HOME'] ?? directory);
  return node;
}

/** The node last prepared in this directory. */
export async function readNode(directory: string): Promise<RabbitNode | undefined> {
  const record = await readRecord(directory);
  return record && describeNode(directory, record);
}

async function choosePorts(
  directory: string,
  { port, member }: { port: number | undefined; member: RabbitMember | undefined },
): Promise<RabbitPorts> {
  const before = await readRecord(directory);
  return {
    amqp: port ?? (await freePort(before?.amqp)),
    distribution: await freePort(before?.distribution),
    nameServer: member?.nameServer ?? (await freePort(before?.nameServer)),
  };
}

async function readRecord(directory: string): Promise<NodeRecord | undefined> {
  try {
    return JSON.parse(await readFile(join(directory, 'ports.json'), 'utf8')) as NodeRecord;
  } catch {
    return undefined;
  }
}

/** Constant, because the node's data is kept under its name; private name servers keep equal names apart. */
const NODE_NAME = 'ordergraph@localhost';

function describeNode(directory: string, { member, ...ports }: NodeRecord): RabbitNode {
  const name = member?.name ?? NODE_NAME;
  const environment = {
    ...process.env,
    HOME: member?.home ?? join(directory, 'home'),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(ports.nameServer),
    ERL_CRASH_DUMP: join(directory, 'erl_crash.dump'),
    RABBITMQ_NODENAME: name,
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
  return { directory, name, ports, member, environment };
}

function configuration({ ports, member }: RabbitNode): string {
  return [
    `listeners.tcp.default = 127.0.0.1:${ports.amqp}`,
    'log.file.level = info',
    // Clients decode headers recursively; what is nested more deeply than their stack takes does not fit into one frame.
    'frame_max = 16384',
    'disk_free_limit.absolute = 50MB',
    'vm_memory_high_watermark.relative = 0.6',
    ...(member ? clustering(member) : []),
    '',
  ].join('\n');
}

/** A node without data joins whichever of its peers it finds; who is cut off from most of them serves nobody. */
const clustering = ({ peers }: RabbitMember): string[] => [
  'cluster_partition_handling = pause_minority',
  'cluster_formation.peer_discovery_backend = classic_config',
  ...peers.map((peer, index) => `cluster_formation.classic_config.nodes.${index + 1} = ${peer}`),
];

async function keepCookie(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  // Kept when there: a node that was left running knows only the first one.
  const file = join(home, '.erlang.cookie');
  await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o400, flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
}
