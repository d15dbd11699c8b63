import { AuthorizePayment, ContractRegistry } from '@ordergraph/events';
import type { BrokerMessage } from '../../broker/port.js';
import { redact } from './redaction.js';

const registry = new ContractRegistry([AuthorizePayment]);
const message = (content: string): BrokerMessage => ({
  routingKey: AuthorizePayment.routingKey,
  content: Buffer.from(content),
  envelope: {
    id: 'order-1/1/0',
    type: AuthorizePayment.type,
    source: 'orders',
    subject: 'order-1',
    time: '2026-01-01T09:00:00.000Z',
    version: 1,
    correlationId: 'c',
  },
});

describe('redaction', () => {
  it('keeps a payment token out of logs and dead letters when an error quotes it', () => {
    const { data } = AuthorizePayment.example;
    const text = `POST /charges {"token":"${data.paymentToken}"} of ${data.orderId} failed, ${data.paymentToken} unknown`;
    expect(redact(text, message(JSON.stringify({ data })), registry)).toBe(
      `POST /charges {"token":"[secret]"} of ${data.orderId} failed, [secret] unknown`,
    );
  });

  it('shortens, and survives a body that cannot be read', () => {
    expect(redact('x'.repeat(5_000), message('not json'), registry)).toHaveLength(1_000);
  });
});
