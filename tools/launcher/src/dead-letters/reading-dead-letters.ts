import { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { BrokerUnavailable } from '@ordergraph/messaging';

/**
 * The outcome of work on dead letters; a broker that does not let them be read comes with what its operator can do.
 *
 * @throws {InfrastructureUnavailable} the broker was lost, or one of them cannot be read by anybody
 */
export async function readingDeadLetters<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof BrokerUnavailable)) throw error;
    throw new InfrastructureUnavailable(
      `The broker was lost on the way: ${error.message}.`,
      'Repeat it. If it is lost each time, a dead letter cannot be read: docs/runbooks/dead-letters.md says how to take it away.',
      { cause: error },
    );
  }
}
