import { checkAftermath } from './check-aftermath.js';
import type { Aftermath, Scenario } from './scenario.js';
import { scenarios } from './scenarios.js';

const euros = (amount: string) => ({ amount, currencyCode: 'EUR' });

function aftermath(more: Partial<Aftermath>): Aftermath {
  return {
    quantity: 2,
    total: euros('25.80'),
    before: { available: 10, reserved: 0, sold: 5 },
    after: { available: 10, reserved: 0, sold: 5 },
    payment: undefined,
    ...more,
  };
}

const scenario = (name: string): Scenario => {
  const found = scenarios.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no scenario ${name}`);
  return found;
};

describe('stock and money after a scenario', () => {
  it('add up when a confirmed order sold its pieces and captured its total', () => {
    const after = { available: 8, reserved: 0, sold: 7 };
    const payment = { status: 'CAPTURED', captured: euros('25.80'), refunded: euros('0.00') };
    expect(checkAftermath(scenario('confirmed'), aftermath({ after, payment }))).toEqual([]);
  });

  it('add up when a declined order left no trace, whether or not payments knows of it', () => {
    expect(checkAftermath(scenario('declined'), aftermath({}))).toEqual([]);
    const payment = { status: 'DECLINED', captured: euros('0.00'), refunded: euros('0.00') };
    expect(checkAftermath(scenario('declined'), aftermath({ payment }))).toEqual([]);
  });

  it('name what is wrong: stock still held, money not given back', () => {
    const after = { available: 8, reserved: 2, sold: 5 };
    const payment = { status: 'CAPTURED', captured: euros('25.80'), refunded: euros('0.00') };
    expect(checkAftermath(scenario('cancelled-by-customer'), aftermath({ after, payment }))).toEqual([
      'available stock is 8 and should be 10',
      'reserved stock is 2 and should be 0',
      'money refunded is 0 and should be 25.8',
    ]);
  });
});
