import {
  type ReservationState,
  StockCommitted,
  type StockLine,
  StockRejected,
  StockReserved,
  StockReturned,
} from '@ordergraph/events';
import type { Decider } from '@ordergraph/messaging';
import { StockRequested } from './stock-requested.js';

/**
 * NONE → RESERVED → COMMITTED, or REJECTED (and perhaps asked for again). RETURNED can follow any of them, NONE included,
 * and is final.
 */
export interface Reservation {
  readonly orderId: string;
  readonly status: 'NONE' | ReservationState['status'];
  readonly lines: readonly StockLine[];
}

type ReservationMessage = StockRequested | StockReserved | StockRejected | StockCommitted | StockReturned;

export const reservationDecider: Decider<Reservation> = {
  category: 'reservation',
  evolveVersion: 1,
  initialState: (orderId) => ({ orderId, status: 'NONE', lines: [] }),
  evolve: (reservation, message) => evolve(reservation, message as ReservationMessage),
  publicState: ({ orderId, status, lines }) => ({ orderId, status, lines }),
};

function evolve(reservation: Reservation, message: ReservationMessage): Reservation {
  switch (message.type) {
    case StockRequested.type:
      return { ...reservation, lines: message.data.lines };
    case StockReserved.type:
      return reservation.status === 'COMMITTED' ? reservation : { ...reservation, status: 'RESERVED' };
    case StockRejected.type:
      return reservation.status === 'RETURNED' ? reservation : { ...reservation, status: 'REJECTED' };
    case StockCommitted.type:
      return { ...reservation, status: 'COMMITTED' };
    case StockReturned.type:
      return { ...reservation, status: 'RETURNED' };
    default:
      return message satisfies never;
  }
}
