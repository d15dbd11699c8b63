import { connectRabbit } from './connect-rabbit.js';

/** Deletes queues and exchanges by their full names; those that do not exist are no error. */
export async function deleteFromRabbit(
  url: string,
  { queues, exchanges }: { readonly queues: readonly string[]; readonly exchanges: readonly string[] },
): Promise<void> {
  if (queues.length + exchanges.length === 0) return;
  const connection = await connectRabbit(url);
  try {
    const channel = await connection.createChannel();
    await Promise.all([...new Set(queues)].map((name) => channel.deleteQueue(name)));
    await Promise.all([...new Set(exchanges)].map((name) => channel.deleteExchange(name)));
  } finally {
    await connection.close();
  }
}
