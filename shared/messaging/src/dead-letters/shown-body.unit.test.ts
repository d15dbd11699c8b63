import { AuthorizePayment, ContractRegistry, UserRegistered } from '@ordergraph/events';
import type { BrokerMessage } from '../broker/port.js';
import { shownBody } from './shown-body.js';

const registry = new ContractRegistry([AuthorizePayment, UserRegistered]);
const message = (type: string, content: string): BrokerMessage => ({
  routingKey: type,
  content: Buffer.from(content),
  envelope: { id: 'a', type, source: 's', subject: 'a', time: '', version: 1, correlationId: 'c' },
});

describe('the body of a dead letter', () => {
  it('is shown without what is secret', () => {
    const { example, type } = AuthorizePayment;
    const shown = JSON.stringify(shownBody(message(type, JSON.stringify(example)), registry));
    expect(shown).toContain(example.data.orderId);
    expect(shown).toContain('[secret]');
    expect(shown).not.toContain(example.data.paymentToken);
  });

  it('is shown without what is personal, in the facts and in the state', () => {
    const { example, type } = UserRegistered;
    const shown = JSON.stringify(shownBody(message(type, JSON.stringify(example)), registry));
    expect(shown).toContain('CUSTOMER');
    for (const value of [example.data.email, example.data.displayName]) expect(shown).not.toContain(value);
  });

  it('is not shown when nobody knows what in it must not be', () => {
    expect(shownBody(message('users.unheard-of.v1', '{"data":{"email":"a@example.com"}}'), registry)).toBeUndefined();
    expect(shownBody(message(UserRegistered.type, 'no json'), registry)).toBeUndefined();
    const deep = `{"data":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expect(shownBody(message(UserRegistered.type, deep), registry)).toBeUndefined();
  });
});
