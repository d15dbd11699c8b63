import type { Cause, CommitLog } from '@ordergraph/messaging';
import { decideReturnStock } from '../domain/return-stock.js';
import { settleReservation } from './settle-reservation.js';

export const returnStock = (log: CommitLog, orderId: string, cause: Cause): Promise<void> =>
  settleReservation(log, orderId, cause, decideReturnStock);
