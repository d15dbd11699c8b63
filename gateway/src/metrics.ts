import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import { type CachingMetrics, createCachingMetrics } from './caching/caching-metrics.js';
import { createPersistedMetrics, type PersistedMetrics } from './persisted/persisted-metrics.js';
import type { SubgraphObserver } from './subgraphs/subgraph-client.js';
import type { OperationObserver } from './transports/observed-answers.js';
import type { StreamObserver } from './subscriptions/subscription-request.js';

export interface GatewayMetrics extends PersistedMetrics, CachingMetrics {
  registry: Registry;
  operations: OperationObserver;
  streams: StreamObserver;
  subgraphs: SubgraphObserver;
  operationCost: (cost: number, outcome: 'admitted' | 'refused') => void;
  supergraphReload: (outcome: 'loaded' | 'refused') => void;
  /** How to count open sockets, once there is something to count. */
  observeSockets: (count: () => number) => void;
  /** The same of streams over HTTP. */
  observeHttpStreams: (count: () => number) => void;
}

export function createMetrics(): GatewayMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    ...createPersistedMetrics(registry),
    ...createCachingMetrics(registry),
    registry,
    operations: operationObserver(registry),
    streams: streamObserver(registry),
    subgraphs: subgraphObserver(registry),
    operationCost: operationCosts(registry),
    supergraphReload: supergraphReloads(registry),
    observeSockets: gaugeOf(registry, 'ordergraph_gateway_open_sockets', 'WebSockets of clients open now.'),
    observeHttpStreams: gaugeOf(
      registry,
      'ordergraph_gateway_open_http_streams',
      'Of the open subscriptions, those that are answers over HTTP (multipart, Server-Sent Events).',
    ),
  };
}

/** Clients choose the names of operations, and each is a dozen series: what comes after so many different ones, or is long, is counted together. */
const NAMED_OPERATIONS = 200;
const LONGEST_NAME = 100;

function operationObserver(registry: Registry): OperationObserver {
  const seconds = new Histogram({
    name: 'ordergraph_gateway_operation_seconds',
    help: 'Queries and mutations: complete, partial (data and errors), failed (no data). Unnamed ones have no operation, rare ones and those of long names are "other".',
    labelNames: ['operation', 'type', 'outcome'],
    buckets: [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const names = new Set<string>();
  const labelOf = (name: string): string => {
    if (names.size < NAMED_OPERATIONS && name.length <= LONGEST_NAME) names.add(name);
    return names.has(name) ? name : 'other';
  };
  return {
    answered: ({ type, name, outcome, seconds: lasted }) => {
      seconds.observe({ operation: name === undefined ? '' : labelOf(name), type, outcome }, lasted);
    },
  };
}

function streamObserver(registry: Registry): StreamObserver {
  const registers = [registry];
  const open = new Gauge({ name: 'ordergraph_gateway_open_streams', help: 'Subscriptions open now.', registers });
  const ended = new Counter({
    name: 'ordergraph_gateway_ended_streams_total',
    help: 'Subscriptions that ended: completed, failed, slow (dropped), left (by the client, or closed with its connection).',
    labelNames: ['reason'],
    registers,
  });
  const opened = new Counter({
    name: 'ordergraph_gateway_opened_streams_total',
    help: 'Subscriptions begun.',
    registers,
  });
  const dropped = new Counter({
    name: 'ordergraph_gateway_dropped_events_total',
    help: 'Events that came for clients that were too slow, or had gone.',
    registers,
  });
  const delivered = new Counter({
    name: 'ordergraph_gateway_delivered_events_total',
    help: 'Events sent to clients.',
    registers,
  });
  const lag = new Histogram({
    name: 'ordergraph_gateway_delivery_lag_seconds',
    help: 'From an event of a subgraph to its payload for a client: time in its queue, and with other subgraphs.',
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  return {
    opened: () => {
      opened.inc();
      open.inc();
    },
    dropped: (events) => {
      dropped.inc(events);
    },
    delivered: (lagSeconds) => {
      delivered.inc();
      lag.observe(lagSeconds);
    },
    ended: (reason) => {
      open.dec();
      ended.inc({ reason });
    },
  };
}

function subgraphObserver(registry: Registry): SubgraphObserver {
  const requests = new Histogram({
    name: 'ordergraph_gateway_subgraph_request_seconds',
    help: 'Requests to subgraphs, retries included; refused are those that were not sent, since the circuit was open.',
    labelNames: ['subgraph', 'outcome'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const circuits = new Gauge({
    name: 'ordergraph_gateway_subgraph_circuit',
    help: 'Whether the circuit of a subgraph is in this phase: closed (it is asked), open (it is left alone), half-open (one request tries).',
    labelNames: ['subgraph', 'phase'],
    registers: [registry],
  });
  return {
    request: (subgraph, outcome, seconds) => {
      requests.observe({ subgraph, outcome }, seconds);
    },
    circuit: (subgraph, phase) => {
      for (const each of ['closed', 'open', 'half-open'])
        circuits.set({ subgraph, phase: each }, each === phase ? 1 : 0);
    },
  };
}

function operationCosts(registry: Registry): GatewayMetrics['operationCost'] {
  const costs = new Histogram({
    name: 'ordergraph_gateway_operation_cost_estimate',
    help: 'Estimated cost of operations by @cost and @listSize: admitted, or refused as too expensive.',
    labelNames: ['outcome'],
    buckets: [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000],
    registers: [registry],
  });
  return (cost, outcome) => {
    costs.observe({ outcome }, cost);
  };
}

function supergraphReloads(registry: Registry): GatewayMetrics['supergraphReload'] {
  const reloads = new Counter({
    name: 'ordergraph_gateway_supergraph_loads_total',
    help: 'Supergraphs taken into use or refused.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return (outcome) => {
    reloads.inc({ outcome });
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
