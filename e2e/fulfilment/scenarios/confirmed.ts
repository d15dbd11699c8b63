import type { Scenario } from '../scenario.js';

export const confirmed: Scenario = {
  title: 'stock and money are there: CONFIRMED',
  quantity: 2,
  paymentToken: 'tok_success',
  ends: [{ status: 'CONFIRMED', reason: undefined, steps: ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED'] }],
  stock: { available: -2, reserved: 0, sold: 2 },
  payment: { status: 'CAPTURED', captured: { amount: '20.00' }, refunded: { amount: '0.00' } },
  books: { captured: 2_000, refunded: 0, held: 0, authorizations: 1, charges: 1 },
  messages: {
    placing: {
      events: [
        'orders.order-placed.v1',
        'inventory.stock-reserved.v1',
        'payments.payment-authorized.v1',
        'payments.payment-captured.v1',
        'inventory.stock-committed.v1',
        'orders.order-confirmed.v1',
      ],
      commands: [
        'inventory.reserve-stock.v1',
        'payments.authorize-payment.v1',
        'payments.capture-payment.v1',
        'inventory.commit-stock.v1',
      ],
    },
  },
};
