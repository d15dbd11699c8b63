import { connect } from 'amqplib';

/** A message as it went over the wire. */
export interface TappedMessage {
  readonly id: string;
  readonly type: string;
  /** The stream it is about, which names the order. */
  readonly subject: string;
  readonly correlationId: string;
}

export interface MessageTap {
  /** Everything that went through the exchanges so far, in the order of arrival. */
  readonly messages: readonly TappedMessage[];
  close(): Promise<void>;
}

/**
 * Listens in on the events exchanges of these owners, by a queue of its own that nobody else knows and that goes with its
 * connection. It reads CloudEvents headers from the wire and nothing of ours.
 */
export async function tapMessages(url: string, namespace: string, owners: readonly string[]): Promise<MessageTap> {
  const connection = await connect(url, { noDelay: true });
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  for (const owner of owners) await channel.bindQueue(queue, `${namespace}.${owner}.events`, '#');
  const messages: TappedMessage[] = [];
  await channel.consume(
    queue,
    (message) => {
      const headers = (message?.properties.headers ?? {}) as Record<string, unknown>;
      const attribute = (name: string): string => String(headers[`cloudEvents:${name}`]);
      messages.push({
        id: attribute('id'),
        type: attribute('type'),
        subject: attribute('subject'),
        correlationId: attribute('correlationid'),
      });
    },
    { noAck: true },
  );
  return { messages, close: () => connection.close() };
}
