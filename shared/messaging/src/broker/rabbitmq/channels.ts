import type { Channel, ChannelModel, ConfirmChannel } from 'amqplib';
import { BrokerUnavailable } from '../../errors.js';

/** amqplib emits 'error' on channels, which without a listener ends the process; the failed call reports it anyway. */
function survive<Opened extends Channel>(channel: Opened): Opened {
  return channel.on('error', () => undefined);
}

/** Opens a channel whose errors end the channel and nothing else. */
export const openChannel = async (model: ChannelModel): Promise<Channel> => survive(await model.createChannel());

export const openConfirmChannel = async (model: ChannelModel): Promise<ConfirmChannel> =>
  survive(await model.createConfirmChannel());

/** Runs work on a channel of its own: an error of the broker closes the whole channel it happens on. */
export async function withChannel<Result>(
  model: ChannelModel,
  work: (channel: Channel) => Promise<Result>,
): Promise<Result> {
  const channel = await openChannel(model);
  try {
    return await whileOpen(channel, () => work(channel));
  } finally {
    await closeQuietly(channel);
  }
}

/**
 * What is asked on a channel, or the error that the channel ended with: amqplib never answers a `get` whose message it could not
 * decode, and ends the connection.
 */
export function whileOpen<Result>(channel: Channel, ask: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    let reason = new Error('the channel or its connection ended before the broker had answered');
    channel.once('error', (error: Error) => (reason = error));
    channel.once('close', () => reject(reason));
    ask().then(resolve, reject);
  });
}

/** Closes a channel or connection that may be closed already, or is lost meanwhile: then amqplib's own promise never settles. */
export function closeQuietly(
  closable: Pick<Channel, 'close' | 'once'> | Pick<ChannelModel, 'close' | 'once'>,
): Promise<void> {
  return new Promise((resolve) => {
    closable.once('close', () => resolve());
    closable.close().then(resolve, () => resolve());
  });
}

const notFound = 404;
/** Bytes of a name in AMQP. */
const longestName = 255;

export const isNotFound = (error: unknown): boolean => (error as { code?: unknown }).code === notFound;

/** Whether a queue exists, by its full name. */
export async function queueExists(model: ChannelModel, name: string): Promise<boolean> {
  if (Buffer.byteLength(name) > longestName) return false;
  try {
    await withChannel(model, (channel) => channel.checkQueue(name));
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/** As `queueExists`, for whoever must not take an unreachable broker for an answer. @throws {BrokerUnavailable} */
export async function queueIsThere(model: ChannelModel, name: string): Promise<boolean> {
  try {
    return await queueExists(model, name);
  } catch (error) {
    throw new BrokerUnavailable('the broker could not be asked for a queue', error);
  }
}

/** A queue that is not there is deleted already. @throws {BrokerUnavailable} */
export async function deleteQueue(model: ChannelModel, name: string): Promise<void> {
  try {
    await withChannel(model, (channel) => channel.deleteQueue(name));
  } catch (error) {
    if (!isNotFound(error)) throw new BrokerUnavailable('a queue could not be removed', error);
  }
}
