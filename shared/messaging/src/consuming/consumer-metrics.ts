import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { metric } from '../broker/registered-metric.js';

/** How the handling of one delivery ended; `skipped` are replays that reactions do not take, and events nobody asked for. */
export type ProcessingStatus = 'processed' | 'skipped' | 'retried' | 'dead_lettered' | 'requeued';

export interface ConsumerMetrics {
  processed(type: string, status: ProcessingStatus, seconds: number): void;
  inHand(messages: number): void;
  paused(paused: boolean): void;
}

/** Metrics of one queue's consumer; types that no contract describes are counted as `unknown`. */
export function consumerMetrics(registry: Registry, queue: string): ConsumerMetrics {
  const events = metric(registry, Counter, {
    name: 'ordergraph_events_processed_total',
    help: 'Messages handled, by type and by how it ended.',
    labelNames: ['event_type', 'status'],
  });
  const duration = metric(registry, Histogram, {
    name: 'ordergraph_event_processing_seconds',
    help: 'Time from delivery to settlement.',
    labelNames: ['queue'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
  });
  const inHand = metric(registry, Gauge, {
    name: 'ordergraph_messages_in_hand',
    help: 'Messages delivered and not settled.',
    labelNames: ['queue'],
  });
  const paused = metric(registry, Gauge, {
    name: 'ordergraph_consumer_paused',
    help: '1 while a consumer waits for infrastructure.',
    labelNames: ['queue'],
  });
  return {
    processed(type, status, seconds) {
      events.inc({ event_type: type, status });
      duration.observe({ queue }, seconds);
    },
    inHand: (messages) => inHand.set({ queue }, messages),
    paused: (is) => paused.set({ queue }, Number(is)),
  };
}
