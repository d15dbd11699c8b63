import { type Invariant, orderOf, unless } from './aftermath.js';

/** Nothing accepted is lost: an order that was answered is there, and every order that is there has ended. */
export const ordersEnd: Invariant = (aftermath) =>
  aftermath.wishes.flatMap(({ number, orderId, answeredAs }) => {
    const order = orderOf(aftermath, orderId);
    if (!order) return unless(answeredAs.size === 0, () => `order ${number} was accepted and is not there`);
    const hasEnded = order.status === 'CONFIRMED' || order.status === 'CANCELLED';
    return unless(hasEnded, () => `order ${number} has not ended: it is ${order.status}`);
  });
