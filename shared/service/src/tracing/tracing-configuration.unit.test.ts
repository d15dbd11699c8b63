import { readConfiguration } from '../configuration/read-configuration.js';
import { tracingConfiguration } from './tracing-configuration.js';

const read = (environment: Record<string, string>) => readConfiguration(tracingConfiguration(), environment);
const collector = 'http://collector:4318';

describe('tracing', () => {
  it('is off without a collector, or when it is disabled', () => {
    expect(read({ OTEL_SERVICE_NAME: 'edge', OTEL_TRACES_SAMPLER: 'always_on' })).toBeUndefined();
    expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeUndefined();
    expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: collector }, `${collector}/v1/traces`],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector}/otlp/` }, `${collector}/otlp/v1/traces`],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t/x' }, 'http://t/x'],
  ])('with %j goes to %s', (environment, url) => {
    expect(read(environment)).toEqual({
      url,
      headers: undefined,
      serviceName: undefined,
      sampler: 'parentbased_always_on',
      ratio: 1,
    });
  });

  it('refuses what the SDK would silently take for something else', () => {
    const wrong = { OTEL_TRACES_SAMPLER: 'sometimes', OTEL_TRACES_SAMPLER_ARG: '2', OTEL_EXPORTER_OTLP_ENDPOINT: 'x' };
    expect(() => read(wrong)).toThrow(
      /OTEL_EXPORTER_OTLP_ENDPOINT: [^]*OTEL_TRACES_SAMPLER: [^]*OTEL_TRACES_SAMPLER_ARG: must be a number/,
    );
    for (const [ratio, value] of [
      ['0.25', 0.25],
      ['.5', 0.5],
      ['1.0', 1],
      ['0', 0],
    ] as const)
      expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_TRACES_SAMPLER_ARG: ratio })?.ratio).toBe(value);
  });
});
