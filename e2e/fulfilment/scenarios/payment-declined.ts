import type { Scenario } from '../scenario.js';

export const paymentDeclined: Scenario = {
  title: 'the card is declined: CANCELLED, and the stock goes back',
  quantity: 2,
  paymentToken: 'tok_decline',
  ends: [{ status: 'CANCELLED', reason: 'PAYMENT_DECLINED', steps: ['UNDONE', 'FAILED', 'SKIPPED', 'SKIPPED'] }],
  stock: { available: 0, reserved: 0, sold: 0 },
  payment: { status: 'DECLINED', captured: { amount: '0.00' }, refunded: { amount: '0.00' } },
  books: { captured: 0, refunded: 0, held: 0, authorizations: 0, charges: 0 },
  messages: {
    placing: {
      events: [
        'orders.order-placed.v1',
        'inventory.stock-reserved.v1',
        'payments.payment-declined.v1',
        'inventory.stock-returned.v1',
        'orders.order-cancelled.v1',
      ],
      commands: ['inventory.reserve-stock.v1', 'payments.authorize-payment.v1', 'inventory.return-stock.v1'],
    },
  },
};
