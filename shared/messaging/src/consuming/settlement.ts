import type { ContractRegistry } from '@ordergraph/events';
import { type Broker, type BrokerLogger, type BrokerMessage, deadLetterQueue, type Failure } from '../broker/index.js';
import type { FailureDecision } from './policies/failure-decision.js';
import { redact } from './policies/redaction.js';

export interface SettlementOptions {
  readonly broker: Broker;
  readonly queue: string;
  readonly registry: ContractRegistry;
  readonly logger: BrokerLogger;
}

/** Parks a message whose handling failed, durably; only then may it be acknowledged. @throws {BrokerUnavailable} */
export async function park(
  message: BrokerMessage,
  decision: Exclude<FailureDecision, { action: 'pause' }>,
  { broker, queue, registry }: SettlementOptions,
): Promise<void> {
  const failure: Failure = {
    ...decision.failure,
    errorMessage: redact(decision.failure.errorMessage, message, registry),
  };
  const parked = { ...message, envelope: { ...message.envelope, failure } };
  if (decision.action === 'dead-letter') await broker.send(deadLetterQueue, parked);
  else await broker.retryLater(queue, decision.delay, parked);
}

/** Logs a failure once, where it ends, with ids and without content. Waiting for data is no failure. */
export function logFailure(
  message: BrokerMessage,
  error: unknown,
  decision: Exclude<FailureDecision, { action: 'pause' }>,
  { queue, registry, logger }: SettlementOptions,
): void {
  const { attempts, errorCode } = decision.failure;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const fields = { ...idsOf(message, queue), attempts, errorCode, error: redact(trace, message, registry) };
  if (decision.action === 'dead-letter') logger.error(fields, 'message went to the dead letters');
  else if (decision.expected) logger.debug(fields, 'message waits');
  else logger.warn(fields, 'message failed, it is tried again later');
}

/** For whoever follows a request through the services by its correlation id. */
export function logHandled(message: BrokerMessage, status: string, { queue, logger }: SettlementOptions): void {
  logger.debug({ ...idsOf(message, queue), status }, 'message handled');
}

const idsOf = ({ envelope: { id, type, subject, correlationId } }: BrokerMessage, queue: string) => ({
  queue,
  messageId: id,
  type,
  subject,
  correlationId,
});
