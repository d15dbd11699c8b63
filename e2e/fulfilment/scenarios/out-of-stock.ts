import type { Scenario } from '../scenario.js';

export const outOfStock: Scenario = {
  title: 'more is wanted than there is: CANCELLED, and nobody is asked for money',
  quantity: 99,
  paymentToken: 'tok_success',
  ends: [{ status: 'CANCELLED', reason: 'OUT_OF_STOCK', steps: ['FAILED', 'SKIPPED', 'SKIPPED', 'SKIPPED'] }],
  stock: { available: 0, reserved: 0, sold: 0 },
  payment: null,
  books: { captured: 0, refunded: 0, held: 0, authorizations: 0, charges: 0 },
  messages: {
    placing: {
      events: ['orders.order-placed.v1', 'inventory.stock-rejected.v1', 'orders.order-cancelled.v1'],
      commands: ['inventory.reserve-stock.v1'],
    },
  },
};
