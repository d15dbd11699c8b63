import type { Message } from 'amqplib';
import type { BrokerMessage } from '../port.js';
import { deliveryCountOf, fromAmqp, toAmqp } from './amqp-message.js';
import { createNames } from './names.js';

const names = createNames('shop');
const sent: BrokerMessage = {
  routingKey: 'orders.order-placed',
  content: Buffer.from('{}'),
  envelope: {
    id: 'order-1/1/0',
    type: 'orders.order-placed.v1',
    source: 'orders',
    subject: 'order-1',
    time: '2026-01-01T09:00:00.000Z',
    version: 1,
    correlationId: 'c-1',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  },
};
const received = (headers: object, routingKey = 'shop.a.mail.t1', redelivered = false): Message =>
  ({ content: Buffer.from('{}'), fields: { routingKey, redelivered }, properties: { headers } }) as unknown as Message;

describe('a message on AMQP', () => {
  it('is a persistent CloudEvent in binary mode', () => {
    expect(toAmqp(sent)).toEqual({
      persistent: true,
      contentType: 'application/json',
      headers: {
        'cloudEvents:specversion': '1.0',
        'cloudEvents:id': 'order-1/1/0',
        'cloudEvents:type': 'orders.order-placed.v1',
        'cloudEvents:source': 'orders',
        'cloudEvents:subject': 'order-1',
        'cloudEvents:time': '2026-01-01T09:00:00.000Z',
        'cloudEvents:streamversion': 1,
        'cloudEvents:correlationid': 'c-1',
        traceparent: sent.envelope.traceparent,
        'ordergraph:routing-key': 'orders.order-placed',
      },
    });
  });

  it('keeps its own routing key on the way through the retry queues, and nothing of the broker’s headers', () => {
    const { headers } = toAmqp(sent);
    const returned = fromAmqp(
      received({ ...headers, 'x-death': [{ reason: 'expired', queue: 'shop.retry.5s.t2' }] }),
      names,
    );
    expect(returned).toEqual(sent);
    expect(Object.keys(toAmqp(returned).headers)).not.toContain('x-death');
  });

  it('tells the operator where it failed when the broker itself gave it up', () => {
    const death = { reason: 'delivery_limit', queue: 'shop.a.mail.t1', count: 1, time: { value: 1_767_258_000 } };
    expect(fromAmqp(received({ ...toAmqp(sent).headers, 'x-death': [death] }), names).envelope.failure).toMatchObject({
      queue: 'a.mail.t1',
      errorCode: 'DELIVERY_LIMIT',
    });
  });

  it('can be read when it is not ours at all', () => {
    const stranger = {
      content: Buffer.from('hello'),
      fields: { routingKey: 'x' },
      properties: {},
    } as unknown as Message;
    expect(fromAmqp(stranger, names)).toMatchObject({ routingKey: 'x', envelope: { id: '', type: '', version: 0 } });
  });

  it('was delivered as often as the queue counts', () => {
    expect(deliveryCountOf(received({}))).toBe(1);
    expect(deliveryCountOf(received({ 'x-delivery-count': 4 }))).toBe(5);
    expect(deliveryCountOf(received({}, 'classic', true))).toBe(2);
  });
});
