import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** A registry with the process's own metrics and the service's name on everything. */
export function createRegistry(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** `ordergraph_broker_connected`: 1 or 0. A broker made with this registry keeps it itself. */
export function observeBroker(registry: Registry, connected: () => boolean): void {
  if (registry.getSingleMetric('ordergraph_broker_connected')) return;
  new Gauge({
    name: 'ordergraph_broker_connected',
    help: 'Whether the broker is connected',
    registers: [registry],
    collect() {
      this.set(connected() ? 1 : 0);
    },
  });
}

/** `/metrics` in Prometheus's text format. */
export function serveMetrics(app: FastifyInstance, registry: Registry): void {
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
}
