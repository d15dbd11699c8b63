import { setTimeout as wait } from 'node:timers/promises';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { closeQuietly, openConfirmChannel } from './channels.js';
import type { ConfirmPublisher } from './confirm-publisher.js';

/** A queue that has just lost its leader elects another within this time. */
const electionMilliseconds = 250;

/**
 * Gives a publisher its channel on this connection, and another one whenever the broker refuses a publication: a channel of
 * RabbitMQ 3.10 keeps in mind where the leader of a quorum queue was when it first published to it, and as long as that node is down
 * refuses everything for that queue. What is in flight on the former channel is settled there.
 *
 * An error on the channel fails everything in flight; a new connection sets everything right, the topology included.
 */
export async function openPublishingChannel(model: ChannelModel, publisher: ConfirmPublisher): Promise<void> {
  const channel = await openConfirmChannel(model);
  const renewConnection = (): void => void model.close().catch(() => undefined);
  let state: 'in use' | 'refused' | 'replaced' | 'closed' = 'in use';
  const replace = async (): Promise<void> => {
    if (state !== 'in use') return;
    state = 'refused';
    await wait(electionMilliseconds, undefined, { ref: false });
    if (isClosed()) return; // that was why it refused
    state = 'replaced';
    await openPublishingChannel(model, publisher);
    await allSettled(channel, isClosed);
    await closeQuietly(channel);
  };
  const isClosed = (): boolean => state === 'closed';
  publisher.attach(channel, () => void replace().catch(renewConnection));
  channel.on('close', () => {
    // Later: when it is the connection that ends, it must be allowed to end first.
    if (state !== 'replaced') setImmediate(renewConnection);
    state = 'closed';
  });
}

/** Until nothing is in flight; amqplib tells of the first refusal only. */
async function allSettled(channel: ConfirmChannel, isClosed: () => boolean): Promise<void> {
  while (!isClosed()) {
    const isSettled = await channel.waitForConfirms().then(
      () => true,
      () => false,
    );
    if (isSettled) return;
  }
}
