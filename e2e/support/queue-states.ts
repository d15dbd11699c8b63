import { connect } from 'amqplib';

/** What the broker says of a queue. Without consumers nothing is unacknowledged: what they held has gone back to ready. */
export interface QueueState {
  readonly ready: number;
  readonly consumers: number;
}

/** The states of queues of one platform, asked of the broker itself. @throws when one does not exist */
export async function readQueues(
  url: string,
  namespace: string,
  queues: readonly string[],
): Promise<Record<string, QueueState>> {
  const connection = await connect(url, { noDelay: true });
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined); // told to whoever awaits the answer
    const states: Record<string, QueueState> = {};
    for (const queue of queues) {
      const { messageCount, consumerCount } = await channel.checkQueue(`${namespace}.${queue}`);
      states[queue] = { ready: messageCount, consumers: consumerCount };
    }
    return states;
  } finally {
    await connection.close();
  }
}
