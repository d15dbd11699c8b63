import { startPrivateRabbitCluster } from '@ordergraph/infrastructure';

/** What RabbitMQ raises when a machine runs out of memory or disk: all publishers of the whole cluster are blocked until it is cleared. */
export type RabbitAlarm = 'memory' | 'disk';

/** Three nodes on this machine; nodes are numbered 0, 1, 2. */
export interface RabbitCluster {
  /** One per node, the same before and after a restart; joined by commas they are an `AMQP_URL`. */
  readonly urls: readonly string[];
  running(node: number): boolean;
  /** `kill -9`. */
  kill(node: number): Promise<void>;
  /** Ends it in order. Its data stays. */
  stop(node: number): Promise<void>;
  /** Starts it again on its data; resolves when it has met its peers and answers. */
  start(node: number): Promise<void>;
  /** Every running node ends every client's connection. */
  closeAllConnections(): Promise<void>;
  /** On every running node. A node that is started again has none. */
  raiseAlarm(alarm: RabbitAlarm): Promise<void>;
  clearAlarm(alarm: RabbitAlarm): Promise<void>;
  /** `rabbitmqctl` on one node, by default the first that runs; answers what it printed. Takes seconds. */
  control(args: readonly string[], node?: number): Promise<string>;
  /** Stops all nodes. Their data stays. */
  close(): Promise<void>;
}

const raised: Record<RabbitAlarm, readonly string[]> = {
  memory: ['set_vm_memory_high_watermark', 'absolute', '1'],
  disk: ['set_disk_free_limit', '1000000GB'],
};

const cleared: Record<RabbitAlarm, readonly string[]> = {
  memory: ['set_vm_memory_high_watermark', '0.6'],
  disk: ['set_disk_free_limit', '50MB'],
};

/**
 * Starts a cluster of three RabbitMQ nodes in `directory`; about 15 s.
 *
 * @throws InfrastructureUnavailable when RabbitMQ is not installed
 */
export async function startRabbitCluster(options: { readonly directory: string }): Promise<RabbitCluster> {
  const nodes = await startPrivateRabbitCluster(options);
  const running = nodes.map(() => true);
  const nodeAt = (node: number) => {
    const found = nodes[node];
    if (!found) throw new RangeError(`there is no node ${node}`);
    return found;
  };
  const change = async (node: number, action: 'kill' | 'stop' | 'start'): Promise<void> => {
    if (action !== 'start') running[node] = false;
    await nodeAt(node)[action]();
    if (action === 'start') running[node] = true;
  };
  const onAll = async (args: readonly string[]): Promise<void> => {
    await Promise.all(nodes.filter((_, node) => running[node]).map((node) => node.control(...args)));
  };
  return {
    urls: nodes.map(({ url }) => url),
    running: (node) => running[node] ?? false,
    kill: (node) => change(node, 'kill'),
    stop: (node) => change(node, 'stop'),
    start: (node) => change(node, 'start'),
    closeAllConnections: () => onAll(['close_all_connections', 'closed by an operator']),
    raiseAlarm: (alarm) => onAll(raised[alarm]),
    clearAlarm: (alarm) => onAll(cleared[alarm]),
    control: (args, node = running.indexOf(true)) => nodeAt(node).control(...args),
    close: async () => {
      const alive = nodes.map((_, node) => node).filter((node) => running[node]);
      await Promise.all(alive.map((node) => change(node, 'stop')));
    },
  };
}
