import { consumerQueue, createNames, eventsExchange } from '@ordergraph/messaging';
import { connect } from 'amqplib';

/** Loses events on their way to the saga, as a broker does that forgot a binding; each for as long as the test wants. */
export interface LostMessages {
  lose(...routingKeys: readonly string[]): Promise<void>;
  deliver(...routingKeys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export async function openLostMessages(url: string, namespace: string): Promise<LostMessages> {
  const connection = await connect(url, { noDelay: true });
  const channel = await connection.createChannel();
  const names = createNames(namespace);
  const queue = names.full(consumerQueue('orders', 'order-fulfilment'));
  const exchangeOf = (routingKey: string): string =>
    names.full(eventsExchange(routingKey.slice(0, routingKey.indexOf('.'))));
  return {
    async lose(...keys) {
      await Promise.all(keys.map((key) => channel.unbindQueue(queue, exchangeOf(key), key)));
    },
    async deliver(...keys) {
      await Promise.all(keys.map((key) => channel.bindQueue(queue, exchangeOf(key), key)));
    },
    close: () => connection.close(),
  };
}
