import type { Invariant } from '../invariant.js';
import { orders } from '../kinds.js';
import { commitsOf, type Places } from '../places.js';
import { heads } from '../streams.js';

/** No order is under way for longer than its deadlines and the patience allow, and none was settled by hand. */
export const ordersEnd: Invariant = {
  name: 'orders end',
  async check(places) {
    const now = Date.now();
    let count = 0;
    const differences: { id: string; message: string }[] = [];
    for await (const { id, version, state } of heads(places, orders)) {
      count += 1;
      const isStuck = state.stuckAt !== undefined && Date.parse(state.stuckAt) <= now;
      if (isStuck)
        differences.push({ id, message: `${state.status} at version ${version}, stuck since ${state.stuckAt}` });
    }
    return { count, differences: [...differences, ...(await abandoned(places))] };
  },
};

/** Somebody answered for an undo: whether it happened cannot be seen here, so it stays listed. */
async function abandoned(places: Places): Promise<{ id: string; message: string }[]> {
  const type = 'saga.undo-abandoned.v1';
  const commits = await commitsOf(places, 'orders').find({ 'messages.type': type }).toArray();
  return commits.flatMap(({ _id, messages }) =>
    messages
      .filter((message) => message.type === type)
      .map(({ data }) => data as { owner: string; by: string; note: string })
      .map(({ owner, by, note }) => ({
        id: _id.stream.slice('order-'.length),
        message: `${by} answered for the undo of ${owner}: ${note}`,
      })),
  );
}
