import { type BrokerMessage, createRabbitBroker } from '@ordergraph/messaging';
import { silentLogger } from '../../silent-logger.js';
import type { Random } from '../../random.js';
import { type Fault, once } from '../fault.js';

const queues = ['inventory.commands.t1', 'payments.commands.t1', 'orders.order-fulfilment.t1'] as const;

/** Messages that nobody can ever handle, in front of and between healthy ones. */
export const poison: Fault = {
  name: 'poison',
  lane: 'services',
  lasts: [1, 3],
  async begin({ servers, namespace, history }, random) {
    const url = servers.rabbit.urls.join(',');
    const broker = createRabbitBroker({ url, namespace, connectionName: 'poison', logger: silentLogger });
    await broker.declare({ exchanges: [], queues: [] });
    const messages = Array.from({ length: random.between(2, 6) }, () => draw(random));
    for (const message of messages) {
      const { id } = message.envelope;
      const taken = await broker.send(random.pick(queues), message).then(
        () => true,
        () => false,
      );
      history.poison.push({ id, taken });
    }
    await broker.close(1_000);
    return once(`${messages.length} messages`);
  },
};

interface Kind {
  readonly type: string;
  readonly content: string;
}

const kinds: readonly [Kind, ...Kind[]] = [
  { type: 'payments.capture-payment.v1', content: 'this is no JSON' },
  { type: 'payments.levitate-payment.v1', content: '{"data":{}}' },
  { type: 'inventory.reserve-stock.v1', content: '{"data":{"lines":"many"}}' },
];

/** Not JSON; of a type that nobody knows; of a known type without its data. */
function draw(random: Random): BrokerMessage {
  const { type, content } = random.pick(kinds);
  const id = `poison-${random.uuid()}`;
  const envelope = { id, type, source: 'chaos', subject: id, time: new Date().toISOString(), version: 1 };
  return {
    routingKey: type.slice(0, type.lastIndexOf('.')),
    content: Buffer.from(content),
    envelope: { ...envelope, correlationId: id },
  };
}
