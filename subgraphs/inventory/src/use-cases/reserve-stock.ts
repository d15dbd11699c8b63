import type { DataOf, ReserveStock } from '@ordergraph/events';
import type { Cause, CommitLog } from '@ordergraph/messaging';
import { reservationDecider } from '../domain/reservation.js';
import { decideReserveStock } from '../domain/reserve-stock.js';
import { stockChanges, stockIn, stockKeysOf } from './stock-guards.js';

export async function reserveStock(log: CommitLog, command: DataOf<typeof ReserveStock>, cause: Cause): Promise<void> {
  await log.executeGuarded(reservationDecider, command.orderId, {
    ...cause,
    guards: stockKeysOf(command.lines),
    decide: (reservation, guards, now) => {
      const { messages, stock } = decideReserveStock(reservation, command, stockIn(guards));
      return { messages, changes: stockChanges(stock, now) };
    },
  });
}
