import type { BrokerMessage } from '@ordergraph/messaging';
import { onBroker } from '../../platform/as-operator.js';
import type { Random } from '../../random.js';
import { type Fault, once } from '../fault.js';
import { tradingQueues } from '../trading-queues.js';

/** Messages that nobody can ever handle, in front of and between healthy ones. */
export const poison: Fault = {
  name: 'poison',
  lane: 'services',
  lasts: [1, 3],
  async begin(stage, random) {
    const messages = Array.from({ length: random.between(2, 6) }, () => draw(random));
    await onBroker(stage, async (broker) => {
      for (const message of messages) {
        const { id } = message.envelope;
        const taken = await broker.send(random.pick(tradingQueues), message).then(
          () => true,
          () => false,
        );
        stage.history.poison.push({ id, taken });
      }
    });
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
