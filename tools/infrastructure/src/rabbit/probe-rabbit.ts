import { connect } from 'amqplib';

export const DEFAULT_AMQP_URL = 'amqp://guest:guest@127.0.0.1:5672';

/** Connects and disconnects. @throws whatever the connection attempt failed with */
export async function probeRabbit(url: string, timeoutMilliseconds: number): Promise<void> {
  const connection = await connect(url, { timeout: timeoutMilliseconds, noDelay: true });
  await connection.close();
}
