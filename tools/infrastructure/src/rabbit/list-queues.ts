import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface RabbitQueue {
  name: string;
  /** Ready and unacknowledged. */
  messages: number;
}

/** Runs a command of `rabbitmqctl` and answers what it printed. */
export type RabbitControl = (...args: string[]) => Promise<string>;

/**
 * Queues whose names begin with `prefix`, of the RabbitMQ that `control` asks (default: the one on this machine). AMQP cannot
 * list, `rabbitmqctl` can where it may: undefined where it is missing or refused.
 */
export async function listQueues(prefix: string, control = rabbitmqctl): Promise<RabbitQueue[] | undefined> {
  const lines = await linesOf(control, 'list_queues', 'name', 'messages');
  return lines && parseQueues(lines).filter(({ name }) => name.startsWith(prefix));
}

/** Names of the exchanges that begin with `prefix`; see `listQueues`. */
export async function listExchanges(prefix: string, control = rabbitmqctl): Promise<string[] | undefined> {
  const lines = await linesOf(control, 'list_exchanges', 'name');
  return lines?.filter((name) => name.startsWith(prefix));
}

/** Lines of `rabbitmqctl --silent list_queues name messages`. */
export function parseQueues(lines: readonly string[]): RabbitQueue[] {
  return lines.map((line) => {
    const [name = '', messages = '0'] = line.split('\t');
    return { name, messages: Number(messages) };
  });
}

async function linesOf(control: RabbitControl, ...args: string[]): Promise<string[] | undefined> {
  try {
    return (await control('--silent', ...args)).split('\n').filter(Boolean);
  } catch {
    return undefined;
  }
}

const rabbitmqctl: RabbitControl = async (...args) => {
  const { stdout } = await run('rabbitmqctl', args, { timeout: 20_000, maxBuffer: 16 * 1024 * 1024 });
  return stdout;
};
