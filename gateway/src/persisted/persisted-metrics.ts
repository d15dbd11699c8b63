import { Counter, type Registry } from 'prom-client';

export type PersistedOutcome = 'found' | 'registered' | 'unknown' | 'refused';

export interface PersistedMetrics {
  manifestLoad: (outcome: 'loaded' | 'refused') => void;
  persistedOperation: (outcome: PersistedOutcome) => void;
}

export function createPersistedMetrics(registry: Registry): PersistedMetrics {
  const registers = [registry];
  const manifests = new Counter({
    name: 'ordergraph_gateway_manifest_loads_total',
    help: 'Manifests of persisted operations taken into use or refused.',
    labelNames: ['outcome'],
    registers,
  });
  const operations = new Counter({
    name: 'ordergraph_gateway_persisted_operations_total',
    help: 'Operations by hash or manifest: found, registered, unknown (the client sends the text then), refused (not in the manifest).',
    labelNames: ['outcome'],
    registers,
  });
  return {
    manifestLoad: (outcome) => {
      manifests.inc({ outcome });
    },
    persistedOperation: (outcome) => {
      operations.inc({ outcome });
    },
  };
}
