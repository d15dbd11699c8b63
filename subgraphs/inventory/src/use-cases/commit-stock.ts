import { type Cause, type CommitLog, NotYet } from '@ordergraph/messaging';
import { decideCommitStock } from '../domain/commit-stock.js';
import { settleReservation } from './settle-reservation.js';

/** @throws {NotYet} while the order holds nothing: it waits on the retry ladder, and then where an operator sees it. */
export const commitStock = (log: CommitLog, orderId: string, cause: Cause): Promise<void> =>
  settleReservation(log, orderId, cause, (reservation, stockOf) => {
    const decision = decideCommitStock(reservation, stockOf);
    if (!decision) throw new NotYet(`order ${orderId} holds no stock that could be committed`);
    return decision;
  });
