import type { Channel, ChannelModel, GetMessage } from 'amqplib';
import { BrokerUnavailable } from '../../errors.js';
import { type BrokerMessage, deadLetterQueue, type HeldDeadLetter, type HeldDeadLetters } from '../port.js';
import { fromAmqp } from './amqp-message.js';
import { closeQuietly, openChannel, whileOpen } from './channels.js';
import type { Names } from './names.js';

export interface HoldOptions {
  readonly names: Names;
  readonly limit: number;
  /** Resolves when the broker has the message. */
  readonly send: (queue: string, message: BrokerMessage) => Promise<void>;
}

/** One channel that holds messages: as long as it is open nobody else gets them. */
interface Hold extends HoldOptions {
  readonly channel: Channel;
  isOpen: boolean;
}

/**
 * Takes dead letters without settling them. They return, in order, when the channel closes, whoever closes it: an
 * acknowledgement that got lost with it leaves a dead letter that was moved already, to be moved once more.
 */
export async function holdDeadLetters(model: ChannelModel, options: HoldOptions): Promise<HeldDeadLetters> {
  try {
    const channel = await openChannel(model);
    const hold: Hold = { ...options, channel, isOpen: true };
    channel.once('close', () => (hold.isOpen = false));
    const letters = await whileOpen(channel, () => takeOldest(hold));
    return { letters, release: () => closeQuietly(channel) };
  } catch (error) {
    throw new BrokerUnavailable('the dead letters could not be read', error);
  }
}

async function takeOldest(hold: Hold): Promise<readonly HeldDeadLetter[]> {
  const letters: HeldDeadLetter[] = [];
  while (letters.length < hold.limit) {
    const taken = await hold.channel.get(hold.names.full(deadLetterQueue), { noAck: false });
    if (!taken) break;
    letters.push(heldLetter(hold, taken));
  }
  return letters;
}

function heldLetter(hold: Hold, taken: GetMessage): HeldDeadLetter {
  const settle = (): Promise<boolean> => {
    requireOpen(hold);
    hold.channel.ack(taken);
    return Promise.resolve(true);
  };
  return {
    message: fromAmqp(taken, hold.names),
    async moveTo(queue, message) {
      requireOpen(hold);
      await hold.send(queue, message);
      return settle();
    },
    discard: async () => settle(),
  };
}

function requireOpen({ isOpen }: Hold): void {
  if (!isOpen) throw new BrokerUnavailable('the dead letters are not held any more: the connection was lost');
}
