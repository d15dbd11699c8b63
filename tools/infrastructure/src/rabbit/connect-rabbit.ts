import { type ChannelModel, connect } from 'amqplib';

/**
 * Connects to the first node that answers. `url` may name several nodes of a cluster, separated by commas.
 *
 * @throws whatever the attempt at the last one failed with
 */
export async function connectRabbit(url: string, options: { timeout?: number } = {}): Promise<ChannelModel> {
  const nodes = amqpNodes(url);
  for (const node of nodes.slice(0, -1)) {
    try {
      return await connect(node, { ...options, noDelay: true });
    } catch {
      // The next may answer.
    }
  }
  return connect(nodes.at(-1) ?? url, { ...options, noDelay: true });
}

/** The nodes that one address names; any other address (MongoDB's) is one. */
export const amqpNodes = (url: string): string[] => url.split(/,(?=amqps?:\/\/)/);
