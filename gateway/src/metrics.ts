import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { StreamObserver } from './subscriptions/subscription-request.js';

export interface GatewayMetrics {
  registry: Registry;
  streams: StreamObserver;
  subgraphRequest: (subgraph: string, outcome: 'answered' | 'failed', seconds: number) => void;
  supergraphReload: (outcome: 'loaded' | 'refused') => void;
  /** How to count open sockets, once there is something to count. */
  observeSockets: (count: () => number) => void;
  /** The same of streams over HTTP. */
  observeHttpStreams: (count: () => number) => void;
}

export function createMetrics(): GatewayMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'ordergraph_gateway_subgraph_request_seconds',
    help: 'Requests to subgraphs, retries included.',
    labelNames: ['subgraph', 'outcome'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const open = new Gauge({ name: 'ordergraph_gateway_open_streams', help: 'Subscriptions open now.', registers });
  const ended = new Counter({
    name: 'ordergraph_gateway_ended_streams_total',
    help: 'Subscriptions that ended: completed, failed, slow (dropped), left (by the client).',
    labelNames: ['reason'],
    registers,
  });
  const delivered = new Counter({
    name: 'ordergraph_gateway_delivered_events_total',
    help: 'Events sent to clients.',
    registers,
  });
  const reloads = new Counter({
    name: 'ordergraph_gateway_supergraph_loads_total',
    help: 'Supergraphs taken into use or refused.',
    labelNames: ['outcome'],
    registers,
  });
  return {
    registry,
    streams: {
      opened: () => {
        open.inc();
      },
      delivered: () => {
        delivered.inc();
      },
      ended: (reason) => {
        open.dec();
        ended.inc({ reason });
      },
    },
    subgraphRequest: (subgraph, outcome, seconds) => {
      requests.observe({ subgraph, outcome }, seconds);
    },
    supergraphReload: (outcome) => {
      reloads.inc({ outcome });
    },
    observeSockets: gaugeOf(registry, 'ordergraph_gateway_open_sockets', 'WebSockets of clients open now.'),
    observeHttpStreams: gaugeOf(
      registry,
      'ordergraph_gateway_open_http_streams',
      'Of the open subscriptions, those that are answers over HTTP (multipart, Server-Sent Events).',
    ),
  };
}

function gaugeOf(registry: Registry, name: string, help: string): (count: () => number) => void {
  return (count) => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(count());
      },
    });
  };
}
