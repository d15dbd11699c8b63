import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface RabbitQueue {
  name: string;
  /** Ready and unacknowledged. */
  messages: number;
}

/**
 * Queues of the RabbitMQ on this machine whose names begin with `prefix`. AMQP cannot list, `rabbitmqctl` can where it may:
 * undefined where it is missing or refused.
 */
export async function listQueues(prefix: string): Promise<RabbitQueue[] | undefined> {
  const lines = await rabbitmqctl('list_queues', 'name', 'messages');
  return lines && parseQueues(lines).filter(({ name }) => name.startsWith(prefix));
}

/** Names of the exchanges that begin with `prefix`; see `listQueues`. */
export async function listExchanges(prefix: string): Promise<string[] | undefined> {
  const lines = await rabbitmqctl('list_exchanges', 'name');
  return lines?.filter((name) => name.startsWith(prefix));
}

/** Lines of `rabbitmqctl --silent list_queues name messages`. */
export function parseQueues(lines: readonly string[]): RabbitQueue[] {
  return lines.map((line) => {
    const [name = '', messages = '0'] = line.split('\t');
    return { name, messages: Number(messages) };
  });
}

async function rabbitmqctl(...args: string[]): Promise<string[] | undefined> {
  try {
    const { stdout } = await run('rabbitmqctl', ['--silent', ...args], {
      timeout: 20_000,
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout.split('\n').filter(Boolean);
  } catch {
    return undefined;
  }
}
