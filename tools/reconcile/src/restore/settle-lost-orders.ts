import { ReturnStock, ReversePayment } from '@ordergraph/events';
import { askByHand } from '@ordergraph/messaging';
import { orphanPayments, orphanReservations } from '../orphans.js';
import { databaseOf, type Places } from '../places.js';

/** What was asked to be given back, by the ids of orders. */
export interface Settled {
  readonly stock: readonly string[];
  readonly money: readonly string[];
}

/**
 * After the orders database was restored: has the stock and the money of orders that nobody knows any more given back, by the commands
 * that undo an order. Repeating it asks nobody twice.
 */
export async function settleLostOrders(places: Places, by: string): Promise<Settled> {
  const [reservations, payments] = await Promise.all([orphanReservations(places), orphanPayments(places)]);
  const orders = databaseOf(places, 'orders');
  for (const { id } of reservations.found) {
    const command = ReturnStock({ orderId: id });
    await askByHand(orders, { stream: `lost-reservation-${id}`, command, correlationId: id, by });
  }
  for (const { id, state } of payments.found) {
    const { customerId = 'unknown', total } = state;
    const command = ReversePayment({ orderId: id, customerId, amount: total });
    await askByHand(orders, { stream: `lost-payment-${id}`, command, correlationId: id, by });
  }
  const idsOf = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);
  return { stock: idsOf(reservations.found), money: idsOf(payments.found) };
}
