import { type Reservation, reservationDecider } from '@ordergraph/inventory/internals';
import { StockReturned } from '@ordergraph/events';
import type { Decider } from '@ordergraph/messaging';
import type { Plant } from './plant.js';

export const missingTombstone: Plant = {
  name: 'missing-tombstone',
  bug: 'stock that is given back before it was reserved does not refuse the reservation that comes late',
  replacements: () => ({
    guarded: (guarded) => ({
      execute: (decider, id, execution) =>
        guarded.execute(
          decider.category === reservationDecider.category ? forgetful(decider as never) : decider,
          id,
          execution,
        ),
    }),
  }),
};

const forgetful = <State>(decider: Decider<State>): Decider<State> => ({
  ...decider,
  evolve: (state, message, recorded) =>
    message.type === StockReturned.type && (state as Reservation).status === 'NONE'
      ? { ...state, status: 'REJECTED' }
      : decider.evolve(state, message, recorded),
});
