import type { Metric, MetricConfiguration, Registry } from 'prom-client';

/** The metric of that name in the registry, made at its first use: several parts of one process may share one. */
export function metric<Made extends Metric, Configuration extends MetricConfiguration<string>>(
  registry: Registry,
  Type: new (configuration: Configuration) => Made,
  configuration: Configuration,
): Made {
  const existing = registry.getSingleMetric(configuration.name);
  return (existing as Made | undefined) ?? new Type({ ...configuration, registers: [registry] });
}
