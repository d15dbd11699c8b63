import {
  AuthorizePayment,
  CaptureFailed,
  CapturePayment,
  CommitStock,
  type Message,
  OrderCancelled,
  OrderConfirmed,
  PaymentActionRequired,
  PaymentDeclined,
  PaymentReversed,
  publicContracts,
  ReturnStock,
  ReversePayment,
  StockRejected,
  StockReturned,
} from '@ordergraph/events';
import { repliesTo, sagaFacts } from '@ordergraph/messaging/saga';
import {
  authorized,
  captured,
  committed,
  customerId,
  decider,
  fulfilment,
  numbers,
  orderId,
  OrderRun,
  reserved,
} from '../../test/order-stream.js';
import { cancellationOf } from './cancellation.js';
import { decideCancelOrder, isCancellable } from './cancel-order.js';
import { orderFulfilment } from './fulfilment.js';
import { shownData, summaryOf } from './history.js';
import { orderFacts } from './order-facts.js';
import { orderStatus } from './order.js';
import { progressOf, stepsShown } from './progress.js';
import { decideRepair } from './repair-fulfilment.js';

const amount = { amount: 2_580, currency: 'EUR' };
const decline = { code: 'card_declined', message: 'The card was declined.', retryableWithOtherMethod: true };
const declined = PaymentDeclined({ orderId, decline });
const rejected = StockRejected({
  orderId,
  code: 'OUT_OF_STOCK',
  unavailable: [{ sku: 'MUG-BLUE', requested: 2, available: 1 }],
});
const returned = StockReturned({ orderId, returned: 'RESERVED' });
const reversed = PaymentReversed({ orderId, reversal: 'REFUNDED', amount });
const statuses = (run: OrderRun): string[] => progressOf(run.order).steps.map(({ status }) => status);
const newest = (run: OrderRun): readonly Message[] => run.commits.at(-1) ?? [];
const window = { cancelWindowSeconds: 1_800 };
const cancel = (run: OrderRun) =>
  decideCancelOrder(
    run.stream,
    { reason: 'CUSTOMER_REQUEST', by: `user:${customerId}` },
    { ...window, fulfilment, now: run.now },
  );
const cancelled = (run: OrderRun): OrderRun => run.commit(cancel(run) as readonly Message[]);

describe('fulfilment', () => {
  it('asks each owner in turn, with everything it needs to obey', () => {
    const run = new OrderRun().confirmed();
    const asked = run.commits.flat().filter(({ id }) => id !== undefined);
    expect(asked.slice(1)).toEqual([
      AuthorizePayment(
        { orderId, orderNumber: run.order.number, customerId, amount, paymentToken: 'tok_success' },
        { id: `${orderId}/authorize-payment/1` },
      ),
      CapturePayment({ orderId, amount }, { id: `${orderId}/capture-payment/1` }),
      CommitStock({ orderId }, { id: `${orderId}/commit-stock/1` }),
    ]);
    expect(newest(run).at(-1)).toEqual(OrderConfirmed({ orderId }));
    expect(orderStatus(run.order)).toBe('CONFIRMED');
  });

  it('shows every step of the way', () => {
    const run = new OrderRun().placed();
    expect(statuses(run)).toEqual(['RUNNING', 'PENDING', 'PENDING', 'PENDING']);
    expect(statuses(run.replies(reserved))).toEqual(['SUCCEEDED', 'RUNNING', 'PENDING', 'PENDING']);
    const required = PaymentActionRequired({ orderId, expiresAt: '2026-01-01T09:15:00.000Z' });
    expect(statuses(run.replies(required))).toEqual(['SUCCEEDED', 'AWAITING_CUSTOMER', 'PENDING', 'PENDING']);
    expect(progressOf(run.order)).toMatchObject({ version: 3, changed: 'AUTHORIZE_PAYMENT', final: false });
    expect(statuses(run.replies(authorized, captured))).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'RUNNING']);
    expect(progressOf(run.replies(committed).order)).toMatchObject({ version: 6, status: 'CONFIRMED', final: true });
  });

  it.each([
    { events: [rejected], reason: 'OUT_OF_STOCK', undos: [], shown: ['FAILED', 'SKIPPED', 'SKIPPED', 'SKIPPED'] },
    {
      events: [reserved, declined],
      reason: 'PAYMENT_DECLINED',
      undos: [ReturnStock],
      shown: ['UNDONE', 'FAILED', 'SKIPPED', 'SKIPPED'],
    },
    {
      events: [reserved, authorized, CaptureFailed({ orderId, code: 'expired', message: 'Expired.' })],
      reason: 'FULFILMENT_FAILED',
      undos: [ReturnStock, ReversePayment],
      shown: ['UNDONE', 'UNDONE', 'FAILED', 'SKIPPED'],
    },
  ] as const)('is undone with the reason $reason when an owner refuses', ({ events, reason, undos, shown }) => {
    const run = new OrderRun().placed().replies(...events);
    const types = run.commits.flat().map(({ type }) => type);
    expect([ReturnStock, ReversePayment].filter(({ type }) => types.includes(type))).toEqual(undos);
    run.replies(returned, reversed);
    expect(newest(run).at(-1)).toEqual(OrderCancelled({ orderId, reason }));
    expect(statuses(run)).toEqual(shown);
    expect(decider.publicState?.(run.stream)).toMatchObject({ status: 'CANCELLED', cancellationReason: reason });
  });

  it.each([
    ['stock', [], 30, 'FULFILMENT_FAILED'],
    ['authorization', [reserved], 60, 'PAYMENT_TIMEOUT'],
    ['capture', [reserved, authorized], 60, 'FULFILMENT_FAILED'],
  ] as const)('is undone when the answer about %s does not come in time', (_, events, seconds, reason) => {
    const run = new OrderRun().placed().replies(...events);
    expect(decider.wakeAt?.(run.stream)).toEqual(new Date(run.now.getTime() + seconds * 1_000));
    expect(orderStatus(run.passes(seconds - 1).order)).toBe('PENDING');
    expect(orderStatus(run.passes(1).order)).toBe('CANCELLING');
    expect(cancellationOf(run.order)).toMatchObject({ reason, completedAt: undefined });
    expect(statuses(run)).toContain('UNDOING');
  });

  it('waits for the stock to be sold without end', () => {
    const run = new OrderRun().placed().replies(reserved, authorized, captured).passes(1_000_000);
    expect(orderStatus(run.order)).toBe('PENDING');
    expect(decider.unanswered?.(run.stream)).toEqual([`${orderId}/commit-stock/1`]);
  });

  it('hears of every event that can move it', () => {
    const contracts = repliesTo(orderFulfilment(numbers));
    expect(contracts.map(({ type }) => type)).toHaveLength(11);
    expect(contracts.every((contract) => publicContracts.find(contract.type))).toBe(true);
  });

  it('shows the steps of its definition', () => {
    const { steps } = orderFulfilment(numbers);
    expect(stepsShown.map(({ step, owner }) => ({ step, owner }))).toEqual(
      steps.map(({ name, undo }) => ({ step: name, owner: undo.owner })),
    );
  });
});

describe('the payment token', () => {
  const hasServed = (run: OrderRun): boolean | undefined => decider.secretsSpent?.(run.stream);

  it('is kept until the payment is authorized, refused, or not needed any more', () => {
    expect(hasServed(new OrderRun())).toBe(false);
    const run = new OrderRun().placed();
    expect(hasServed(run)).toBe(false);
    expect(hasServed(run.replies(reserved))).toBe(false);
    expect(hasServed(run.replies(authorized))).toBe(true);
    expect(hasServed(new OrderRun().placed().replies(reserved, declined))).toBe(true);
    expect(hasServed(new OrderRun().placed().replies(rejected))).toBe(true);
    expect(hasServed(new OrderRun().placed().replies(reserved).passes(60))).toBe(true);
  });
});

describe('cancelling', () => {
  it('waits for the answer that is due', () => {
    const run = cancelled(new OrderRun().placed());
    expect(orderStatus(run.order)).toBe('PENDING');
    expect(isCancellable(run.order, window, run.now)).toBe(false);
    run.replies(reserved, returned);
    expect(newest(run).at(-1)).toEqual(OrderCancelled({ orderId, reason: 'CUSTOMER_REQUEST' }));
    expect(cancellationOf(run.order)).toMatchObject({
      reason: 'CUSTOMER_REQUEST',
      requestedAt: new Date('2026-01-01T09:00:00.000Z'),
      completedAt: run.now,
    });
  });

  it('gives everything back within the window after the confirmation', () => {
    const run = new OrderRun().confirmed().passes(1_800);
    expect(isCancellable(run.order, window, run.now)).toBe(true);
    cancelled(run);
    expect(statuses(run)).toEqual(['UNDOING', 'UNDOING', 'UNDOING', 'UNDOING']);
    expect(statuses(run.replies(reversed))).toEqual(['UNDOING', 'UNDONE', 'UNDONE', 'UNDOING']);
    expect(progressOf(run.order)).toMatchObject({ changed: 'CAPTURE_PAYMENT', status: 'CANCELLING' });
    expect(statuses(run.replies(returned))).toEqual(['UNDONE', 'UNDONE', 'UNDONE', 'UNDONE']);
  });

  it('is refused after the window', () => {
    const run = new OrderRun().confirmed().passes(1_801);
    expect(isCancellable(run.order, window, run.now)).toBe(false);
    expect(cancel(run)).toEqual({ refused: 'NOT_CANCELLABLE' });
  });

  it('changes nothing when repeated, or when the order is being undone already', () => {
    expect(cancel(cancelled(new OrderRun().placed()))).toEqual([]);
    expect(cancel(cancelled(new OrderRun().confirmed()).replies(returned, reversed))).toEqual([]);
    expect(cancel(new OrderRun().placed().replies(rejected))).toEqual([]);
    expect(cancel(new OrderRun())).toEqual({ refused: 'NOT_FOUND' });
  });
});

describe('repairing', () => {
  const by = 'user:operator';
  const note = 'settled';
  const repair = (run: OrderRun, action: 'retry' | 'compensate' | 'abandon') =>
    decideRepair(run.stream, { action, by, note }, { fulfilment, now: run.now });

  it('is for orders that are stuck', () => {
    expect(repair(new OrderRun(), 'retry')).toEqual({ refused: 'NOT_FOUND' });
    expect(repair(new OrderRun().placed(), 'retry')).toEqual({ refused: 'NOT_STUCK' });
    const stuck = new OrderRun().placed().replies(reserved, authorized, captured).passes(1_000);
    expect(repair(stuck, 'retry')).toHaveLength(1);
    expect(repair(stuck, 'compensate')).not.toHaveLength(0);
    expect(repair(stuck, 'abandon')).toEqual({ refused: 'NOT_STUCK' });
  });

  it('gives up waiting for an undo that was settled by hand', () => {
    const run = new OrderRun().placed().replies(reserved, declined).passes(1_000);
    run.commit(repair(run, 'abandon') as readonly Message[]);
    expect(newest(run).at(-1)).toEqual(OrderCancelled({ orderId, reason: 'PAYMENT_DECLINED' }));
    expect(progressOf(run.order).steps[0]).toMatchObject({ status: 'FAILED', failure: { code: 'UNDO_ABANDONED' } });
  });
});

describe('the history', () => {
  it('says every fact in a sentence, and no secret', () => {
    const run = new OrderRun().placed().replies(reserved, declined, returned);
    const told = run.commits.flat().map((message) => `${summaryOf(message)} ${JSON.stringify(shownData(message))}`);
    expect(told.join()).not.toContain('tok_success');
    expect(told[0]).toContain(`Order ${run.order.number} was placed.`);
    for (const { type, example } of [...orderFacts, ...sagaFacts]) {
      expect(summaryOf({ type, data: example.data })).toMatch(/^[A-Z].+\.$/);
    }
  });
});
