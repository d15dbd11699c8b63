import { NotYet } from '../../errors.js';
import type { Handler } from '../handler.js';
import { realWaiting } from '../waiting.js';
import { dispositionOf } from './disposition.js';

/** Milliseconds before the second and the third try; each wait is this long at most and half of it at least. */
const pauses = [40, 200] as const;

/**
 * Tries again at once what failed by chance (two writers met, a connection was cut): most failures are gone a moment later,
 * and the retry ladder would cost the customer seconds. What will not be better in a moment is passed on: missing data,
 * invalid messages, unreachable infrastructure.
 */
export function withImmediateRetries(handle: Handler, waiting = realWaiting): Handler {
  return async (message) => {
    for (const pause of pauses) {
      try {
        return await handle(message);
      } catch (error) {
        if (error instanceof NotYet || dispositionOf(error) !== 'retry') throw error;
        await waiting.pause(pause / 2 + (waiting.random() * pause) / 2);
      }
    }
    return handle(message);
  };
}
