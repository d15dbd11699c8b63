import type { Commit } from '@ordergraph/messaging';
import { BadUserInput, toGraphqlMoney } from '@ordergraph/service';
import { orderStatus } from '../domain/order.js';
import { stepsOf } from '../domain/progress.js';
import type { Orders } from '../use-cases/orders.js';
import type { LoadedOrder } from '../use-cases/load-order.js';

/** The order as it was at a version or at a time: the fold of its commits until then. */
export const asOf =
  ({ log, decider }: Orders) =>
  ({ order: { id }, commits }: LoadedOrder, moment: { version?: number | null; at?: Date | null }) => {
    const past = commitsUntil(commits, moment.version ?? undefined, moment.at ?? undefined);
    const { state } = log.fold(decider, id, past);
    if (state.kind === 'unknown') return undefined;
    return {
      version: state.version,
      at: state.updatedAt,
      status: orderStatus(state),
      lines: state.lines,
      total: toGraphqlMoney(state.total),
      steps: stepsOf(state.saga),
    };
  };

/** None when the order did not exist yet; none either for a version that is still to come. */
function commitsUntil(commits: readonly Commit[], version: number | undefined, at: Date | undefined): Commit[] {
  if (version !== undefined && at === undefined) {
    return version <= commits.length ? commits.slice(0, Math.max(version, 0)) : [];
  }
  if (at !== undefined && version === undefined) return commits.filter((commit) => commit.at <= at);
  throw new BadUserInput('Give version or at, one of the two.');
}
