import type { ChannelModel } from 'amqplib';
import { BrokerUnavailable, Unroutable } from '../../errors.js';
import type { BrokerMessage } from '../port.js';
import { fromAmqp } from './amqp-message.js';
import { isNotFound, withChannel } from './channels.js';
import type { Names } from './names.js';

/** Takes the oldest messages of a queue without settling them: they return, in order, when the channel closes. */
export async function browseQueue(
  model: ChannelModel,
  names: Names,
  queue: string,
  limit: number,
): Promise<readonly BrokerMessage[]> {
  try {
    return await withChannel(model, async (channel) => {
      const messages: BrokerMessage[] = [];
      while (messages.length < limit) {
        const message = await channel.get(names.full(queue), { noAck: false });
        if (!message) break;
        messages.push(fromAmqp(message, names));
      }
      return messages;
    });
  } catch (error) {
    if (isNotFound(error)) throw new Unroutable(queue);
    throw new BrokerUnavailable(`${queue} could not be read`, error);
  }
}
