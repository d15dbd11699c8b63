import type { Feed, WakeListener } from '@ordergraph/messaging';
import type { Orders } from '../use-cases/orders.js';
import type { OrderRows } from '../views/order-views.js';
import { OrderWakes } from './order-wakes.js';

const customerId = 'customer-1';
const namedAll = (): void => undefined;

/** Wakes over a feed that the test rings, and orders that all belong to one customer. */
function wakesAndBell(): { wakes: OrderWakes; ring: WakeListener } {
  let ring: WakeListener = () => undefined;
  const feed = { onWake: (listener: WakeListener) => ((ring = listener), () => undefined) } as unknown as Feed;
  const orders = {
    decider: { category: 'order' },
    log: { load: () => Promise.resolve({ state: { kind: 'placed', customerId } }) },
  } as unknown as Orders;
  const wakes = new OrderWakes(orders, {} as OrderRows, feed);
  return { wakes, ring: (wake) => ring(wake) };
}

describe('wake-ups of a customer’s watchers', () => {
  it('reach whoever listens after another left, also when that one leaves twice', async () => {
    const { wakes, ring } = wakesAndBell();
    const heard: string[] = [];
    const leave = wakes.listenToCustomer(customerId, { woken: () => heard.push('who left'), namedAll });
    leave();
    wakes.listenToCustomer(customerId, { woken: (orderId) => heard.push(orderId), namedAll });
    // A stream that failed has left already when its reader closes it.
    leave();
    ring({ stream: 'order-7', version: 1 });
    await new Promise(setImmediate);
    expect(heard).toEqual(['7']);
  });
});
