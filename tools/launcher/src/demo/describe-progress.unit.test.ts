import type { Progress } from '../graph/order-progress.js';
import { describeProgress } from './describe-progress.js';

const progress = (more: Partial<Progress>): Progress => ({
  cursor: 'c',
  version: 3,
  status: 'PENDING',
  changed: undefined,
  steps: [],
  final: false,
  order: { id: 'o', number: 'A-1' },
  ...more,
});

describe('a line of a saga', () => {
  it('shows the steps that have begun', () => {
    const steps = [
      { name: 'RESERVE_STOCK', status: 'SUCCEEDED' },
      { name: 'AUTHORIZE_PAYMENT', status: 'RUNNING' },
      { name: 'CAPTURE_PAYMENT', status: 'PENDING' },
    ];
    expect(describeProgress(progress({ steps }))).toBe('  v3   PENDING     reserve stock ✓  authorize payment …');
  });

  it('says why an order was cancelled', () => {
    const steps = [
      {
        name: 'AUTHORIZE_PAYMENT',
        status: 'FAILED',
        failure: { code: 'card_declined', message: 'The card was declined.' },
      },
    ];
    const order = { id: 'o', number: 'A-1', cancellation: { reason: 'PAYMENT_DECLINED' } };
    expect(describeProgress(progress({ status: 'CANCELLED', steps, order }))).toBe(
      '  v3   CANCELLED   authorize payment ✗ card_declined (PAYMENT_DECLINED)',
    );
  });
});
