import type { Scenario } from '../scenario.js';
import { confirmed } from './confirmed.js';

export const cancelledByCustomer: Scenario = {
  ...confirmed,
  title: 'the customer cancels what was CONFIRMED: CANCELLED, stock and money go back',
  cancels: true,
  ends: [
    ...confirmed.ends,
    { status: 'CANCELLED', reason: 'CUSTOMER_REQUEST', steps: ['UNDONE', 'UNDONE', 'UNDONE', 'UNDONE'] },
  ],
  stock: { available: 0, reserved: 0, sold: 0 },
  payment: { status: 'REFUNDED', captured: { amount: '20.00' }, refunded: { amount: '20.00' } },
  books: { captured: 2_000, refunded: 2_000, held: 0, authorizations: 1, charges: 1 },
  messages: {
    ...confirmed.messages,
    cancelling: {
      events: ['inventory.stock-returned.v1', 'payments.payment-reversed.v1', 'orders.order-cancelled.v1'],
      commands: ['inventory.return-stock.v1', 'payments.reverse-payment.v1'],
    },
  },
};
