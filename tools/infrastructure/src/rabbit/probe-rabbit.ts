import { connectRabbit } from './connect-rabbit.js';

export const DEFAULT_AMQP_URL = 'amqp://guest:guest@127.0.0.1:5672';

/** Connects to a node and disconnects. @throws whatever the connection attempt failed with */
export async function probeRabbit(url: string, timeoutMilliseconds: number): Promise<void> {
  const connection = await connectRabbit(url, { timeout: timeoutMilliseconds });
  await connection.close();
}
