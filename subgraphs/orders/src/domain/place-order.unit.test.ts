import { OrderPlaced, orderStateExample, ReserveStock } from '@ordergraph/events';
import { SagaStarted, StepIssued } from '@ordergraph/messaging/saga';
import { catalogue, customerId, decider, fulfilment, orderId, OrderRun, twoMugs } from '../../test/order-stream.js';
import { PaymentTokenGiven } from './order-facts.js';
import { decidePlaceOrder, type PlaceOrderRequest } from './place-order.js';

const place = (changes: Partial<PlaceOrderRequest> = {}) =>
  decidePlaceOrder(
    decider.initialState(orderId),
    { ...twoMugs, ...changes },
    { catalogue, fulfilment, now: new Date('2026-01-01T09:00:00.000Z') },
  );

it('accepts an order, begins its saga and asks for the stock in one commit', () => {
  const lines = [
    {
      productId: 'mug',
      sku: 'MUG-BLUE',
      title: 'Blue mug',
      quantity: 2,
      unitPrice: { amount: 1_290, currency: 'EUR' },
    },
  ];
  expect(place()).toEqual([
    OrderPlaced({ orderId, number: '1DYN-N7JH', customerId, lines, total: { amount: 2_580, currency: 'EUR' } }),
    PaymentTokenGiven({ paymentToken: 'tok_success' }),
    SagaStarted({ definition: 'order-fulfilment', definitionVersion: 1, patienceSeconds: 450 }),
    StepIssued({ step: 'reserve-stock', attempt: 1, deadlineSeconds: 30 }),
    ReserveStock(
      { orderId, lines: [{ productId: 'mug', sku: 'MUG-BLUE', quantity: 2 }] },
      { id: `${orderId}/reserve-stock/1` },
    ),
  ]);
});

it('tells the world a pending order with the lines at their prices', () => {
  const state = decider.publicState?.(new OrderRun().placed().stream);
  expect(state).toMatchObject({
    id: orderId,
    customerId,
    status: 'PENDING',
    total: { amount: 2_580, currency: 'EUR' },
    placedAt: '2026-01-01T09:00:00.000Z',
    stuckAt: '2026-01-01T09:07:30.000Z',
  });
  expect(OrderPlaced.state?.parse({ ...orderStateExample, ...(state as object) })).toBeTruthy();
});

it('orders at the total the customer was shown, and at no other', () => {
  expect(place({ expectedTotal: { amount: 2_580, currency: 'EUR' } })).toHaveLength(5);
  for (const expectedTotal of [
    { amount: 2_579, currency: 'EUR' },
    { amount: 2_580, currency: 'USD' },
  ]) {
    expect(place({ expectedTotal })).toMatchObject({
      refused: { problem: 'PRICE_CHANGED', quote: { total: { amount: 2_580, currency: 'EUR' } } },
    });
  }
});

it('wants something to pay with', () => {
  expect(place({ paymentToken: '' })).toMatchObject({ refused: { fields: [{ path: ['paymentToken'] }] } });
  expect(place({ paymentToken: 'x'.repeat(256) })).toMatchObject({ refused: { problem: 'INVALID_INPUT' } });
});
