import type { Invariant } from '../invariant.js';
import { orphanPayments, orphanReservations } from '../orphans.js';

/** Every reservation and every payment that holds anything is that of an order. */
export const nothingBelongsToNobody: Invariant = {
  name: 'nothing belongs to nobody',
  async check(places) {
    const [stock, money] = await Promise.all([orphanReservations(places), orphanPayments(places)]);
    const named = (ids: readonly { readonly id: string }[], what: string) =>
      ids.map(({ id }) => ({ id, message: `${what}, and there is no such order` }));
    return {
      count: stock.count + money.count,
      differences: [...named(stock.found, 'holds pieces'), ...named(money.found, 'holds money')],
    };
  },
};
