import { ReversePayment } from '@ordergraph/events';
import { askAgain } from '@ordergraph/messaging';
import { databaseOf, type Places, type Service, services } from '../places.js';
import { settleLostOrders } from './settle-lost-orders.js';

export interface AfterRestore {
  /** Whose database was restored. */
  readonly service: Service;
  /** Commands committed since then are sent to it again: the time of the backup, and what they may have waited before it. */
  readonly since: Date;
  readonly by: string;
}

/** A charge is never asked for again: its token has served, and payments would record that it failed. Giving back is. */
const repeatable = (service: Service): string => (service === 'payments' ? ReversePayment.routingKey : service);

/** Brings the others and a restored service together again, as far as that is possible; says what it did. Safe to repeat. */
export async function afterRestore(places: Places, { service, since, by }: AfterRestore): Promise<readonly string[]> {
  const others = services.filter((each) => each !== service);
  const asked = await Promise.all(
    others.map((other) => askAgain(databaseOf(places, other), repeatable(service), since)),
  );
  const commands = asked.reduce((sum, count) => sum + count, 0);
  const lines = [`${commands} commits with commands to ${service} since ${since.toISOString()} are sent again.`];
  if (service !== 'orders') return lines;
  const { stock, money } = await settleLostOrders(places, by);
  return [
    ...lines,
    ...stock.map((id) => `${id}: its order is lost, its pieces are given back`),
    ...money.map((id) => `${id}: its order is lost, its money is given back`),
  ];
}
