import { crashPoints, readCrashAt } from '@ordergraph/messaging';
import type { Release } from '../../platform/replica.js';
import type { Stage } from '../../platform/stage.js';
import { createRandom } from '../../random.js';
import { crashAtPoint, pointsOf } from './crash-point.js';

/** A replica that remembers as what it was started. */
class FakeReplica {
  readonly armed: string[] = [];
  replaced = 0;
  doomed = false;

  constructor(
    readonly name: string,
    readonly program: 'users' | 'orders' | 'payments',
  ) {}

  async restartAs({ environment, doomed = false }: Release): Promise<void> {
    this.armed.push(environment?.['CRASH_AT'] ?? '');
    this.doomed = doomed;
  }

  async replace(): Promise<void> {
    this.replaced += 1;
    this.doomed = false;
  }
}

const services = [
  new FakeReplica('users-1', 'users'),
  new FakeReplica('orders-1', 'orders'),
  new FakeReplica('payments-1', 'payments'),
];
const [users, orders, payments] = services as [FakeReplica, FakeReplica, FakeReplica];
const stage = { services } as unknown as Stage;

describe('the fault crash-point', () => {
  it('arms points that a service passes, and starts again in order whoever never got there', async () => {
    let ended = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const begun = await crashAtPoint.begin(stage, createRandom(seed));
      if (orders.doomed) ended += 1;
      orders.doomed = false; // it has ended itself
      await begun.end();
    }
    expect(users.armed).toEqual([]);
    expect({ ofOrders: orders.replaced, ofPayments: payments.replaced }).toEqual({
      ofOrders: 0,
      ofPayments: payments.armed.length,
    });
    expect(ended).toBe(orders.armed.length);
    expect([...orders.armed, ...payments.armed].map(readCrashAt)).not.toContain(undefined);
  });

  it('reaches every point but those of a first start', () => {
    const reached = new Set((['orders', 'inventory', 'payments'] as const).flatMap(pointsOf));
    expect(crashPoints.filter((point) => !reached.has(point)).sort()).toEqual([
      'before-replay-end',
      'before-views-built',
    ]);
  });
});
