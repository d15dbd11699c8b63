import type { Invariant } from '../invariant.js';
import { orders, payments, reservations } from '../kinds.js';
import type { Places } from '../places.js';
import { heads, headsOf, inBatches, type StreamKind } from '../streams.js';

/** Every reservation and every payment is that of an order. */
export const nothingBelongsToNobody: Invariant = {
  name: 'nothing belongs to nobody',
  async check(places) {
    const findings = await Promise.all([orphans(places, reservations), orphans(places, payments)]);
    return {
      count: findings.reduce((sum, { count }) => sum + count, 0),
      differences: findings.flatMap(({ ids, category }) =>
        ids.map((id) => ({ id, message: `there is a ${category} and no order` })),
      ),
    };
  },
};

async function orphans<State>(places: Places, kind: StreamKind<State>) {
  let count = 0;
  const ids: string[] = [];
  for await (const batch of inBatches(heads(places, kind))) {
    const batchIds = batch.map(({ id }) => id);
    const known = await headsOf(places, orders, batchIds);
    ids.push(...batchIds.filter((id) => !known.has(id)));
    count += batch.length;
  }
  return { count, ids, category: kind.category };
}
