import type { Scenario } from './scenario.js';

/** The four ways an order ends. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'confirmed',
    title: 'An order that is confirmed',
    paymentToken: 'tok_success',
    quantity: () => 2,
    expected: { status: 'CONFIRMED', reason: undefined },
    sold: (quantity) => quantity,
    money: { captured: 'total', refunded: 'nothing' },
  },
  {
    name: 'declined',
    title: 'The card is declined: the stock goes back',
    paymentToken: 'tok_decline',
    quantity: () => 2,
    expected: { status: 'CANCELLED', reason: 'PAYMENT_DECLINED' },
    sold: () => 0,
    money: { captured: 'nothing', refunded: 'nothing' },
  },
  {
    name: 'out-of-stock',
    title: 'More is wanted than there is: nothing is charged',
    paymentToken: 'tok_success',
    quantity: (available) => available + 1,
    expected: { status: 'CANCELLED', reason: 'OUT_OF_STOCK' },
    sold: () => 0,
    money: { captured: 'nothing', refunded: 'nothing' },
  },
  {
    name: 'cancelled-by-customer',
    title: 'The customer changes their mind: the money goes back',
    paymentToken: 'tok_success',
    quantity: () => 1,
    cancels: true,
    expected: { status: 'CANCELLED', reason: 'CUSTOMER_REQUEST' },
    sold: () => 0,
    money: { captured: 'total', refunded: 'total' },
  },
];
