import { Counter, Gauge, type Registry } from 'prom-client';
import { metric } from './registered-metric.js';
import { BrokerUnavailable, Unroutable } from '../errors.js';

export interface BrokerMetrics {
  connected(connected: boolean): void;
  /** Counts the publication by its outcome and passes it through. */
  published(publication: Promise<void>): Promise<void>;
}

const silent: BrokerMetrics = { connected: () => undefined, published: (publication) => publication };

/** `ordergraph_broker_connected` and `ordergraph_broker_publications_total{outcome}`. */
export function brokerMetrics(registry: Registry | undefined): BrokerMetrics {
  if (!registry) return silent;
  const connected = metric(registry, Gauge, {
    name: 'ordergraph_broker_connected',
    help: '1 while messages can be published and consumed.',
  });
  const publications = metric(registry, Counter, {
    name: 'ordergraph_broker_publications_total',
    help: 'Messages given to the broker, by outcome.',
    labelNames: ['outcome'],
  });
  return {
    connected: (is) => connected.set(Number(is)),
    async published(publication) {
      try {
        await publication;
        publications.inc({ outcome: 'confirmed' });
      } catch (error) {
        publications.inc({ outcome: outcomeOf(error) });
        throw error;
      }
    },
  };
}

function outcomeOf(error: unknown): string {
  if (error instanceof Unroutable) return 'unroutable';
  return error instanceof BrokerUnavailable ? 'unavailable' : 'failed';
}
