import { BrokerUnavailable } from '../../errors.js';
import { type Backoff, backoffDelay, pause } from '../backoff.js';
import type { BrokerLogger } from '../broker-logger.js';

const backoff: Backoff = { initial: 200, maximum: 5_000 };

/** Repeats what fails for want of a database. @throws {BrokerUnavailable} once the broker is closed. */
export async function untilDatabaseAnswers<Answer>(
  work: () => Promise<Answer>,
  { logger, closing }: { readonly logger: BrokerLogger; readonly closing: AbortSignal },
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    if (closing.aborted) throw new BrokerUnavailable('the broker was closed');
    try {
      return await work();
    } catch (error) {
      logger.warn({ err: error }, 'the broker’s database does not answer, trying again');
      await pause(backoffDelay(attempt, backoff), closing);
    }
  }
}
