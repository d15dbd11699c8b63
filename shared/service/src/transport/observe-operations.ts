import type { Logger } from 'pino';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { toPublicError } from '../errors/public-error.js';
import type { Correlation } from '../logging/correlation.js';

/** Sees every operation of both transports: logs what went wrong here, once, and counts. */
export interface OperationObserver {
  /** Logs the errors that are not the client's doing. */
  failed(errors: readonly unknown[], operationName: string | null | undefined, correlation: Correlation): void;
  /** A query or mutation was answered, over HTTP or in this process. */
  answered(operation: string | undefined, errors: readonly unknown[] | undefined, milliseconds: number): void;
  /** A payload went out to a subscriber. */
  sent(errors: readonly unknown[] | undefined): void;
  subscribed(): void;
  unsubscribed(): void;
}

/** An observer for one service. */
export function observeOperations(logger: Logger, registry: Registry): OperationObserver {
  const registers = [registry];
  const duration = new Histogram({
    name: 'ordergraph_graphql_request_duration_seconds',
    help: 'Time to answer a query or mutation',
    labelNames: ['operation', 'outcome'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const payloads = new Counter({
    name: 'ordergraph_socket_payloads_total',
    help: 'Payloads sent over WebSockets, or to a gateway in the same process',
    labelNames: ['outcome'],
    registers,
  });
  const subscriptions = new Gauge({
    name: 'ordergraph_subscriptions_active',
    help: 'Subscriptions running',
    registers,
  });
  return {
    failed(errors, operationName, { correlationId, traceparent }) {
      for (const error of errors) {
        const { unexpected, formatted } = toPublicError(error);
        if (unexpected === undefined) continue;
        const fields = { operationName, path: formatted.path, correlationId, traceparent };
        logger.error({ err: unexpected, ...fields }, 'a GraphQL operation failed');
      }
    },
    answered(operation = 'unknown', errors, milliseconds) {
      duration.observe({ operation, outcome: outcomeOf(errors) }, milliseconds / 1_000);
    },
    sent: (errors) => payloads.inc({ outcome: outcomeOf(errors) }),
    subscribed: () => subscriptions.inc(),
    unsubscribed: () => subscriptions.dec(),
  };
}

const outcomeOf = (errors: readonly unknown[] | undefined): string => (errors?.length ? 'errors' : 'ok');
