import { type Invariant, orderOf, unless } from './aftermath.js';

/** Whoever was told that the order is being cancelled finds it cancelled. */
export const cancellationsHold: Invariant = (aftermath) =>
  aftermath.wishes
    .filter(({ isCancelled }) => isCancelled)
    .flatMap(({ number, orderId }) => {
      const status = orderOf(aftermath, orderId)?.status;
      return unless(status === 'CANCELLED', () => `cancelling order ${number} was accepted, and it is ${status}`);
    });
