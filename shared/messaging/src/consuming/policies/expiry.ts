import type { Decoded } from '../decode.js';
import { MessageExpired } from '../errors.js';

/** Refuses what its contract calls worthless by now: it goes to the dead letters, never to nothing. @throws {MessageExpired} */
export function refuseExpired({ contract, received }: Decoded, now: Date): void {
  const { expiresAfterSeconds } = contract;
  if (expiresAfterSeconds === undefined) return;
  if (now.getTime() - received.time.getTime() > expiresAfterSeconds * 1_000) {
    throw new MessageExpired(received.type, received.time);
  }
}
