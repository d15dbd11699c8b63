import { z } from 'zod';
import { flag } from '../configuration/variables.js';

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export type SamplerName = (typeof samplers)[number];

/** Where the spans of a process go, and which. */
export interface TracingConfiguration {
  /** Of the collector, with its path. */
  readonly url: string;
  /** As `name=value,…`. */
  readonly headers: string | undefined;
  /** Undefined: the program's own name, unless OTEL_RESOURCE_ATTRIBUTES has one. */
  readonly serviceName: string | undefined;
  readonly sampler: SamplerName;
  /** Of traces that begin here, 0 to 1; for the samplers by ratio. */
  readonly ratio: number;
}

const address = () => z.url({ protocol: /^https?$/ });

const ratio = () =>
  z
    .string()
    .regex(/^(?:0|1|0?\.\d+|1\.0+)$/, 'must be a number from 0 to 1')
    .transform(Number);

/**
 * The variables of OpenTelemetry (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables) that turn tracing on and say what is
 * sampled; the SDK takes the others from the process by itself. Undefined: no spans.
 */
export const tracingConfiguration = (): z.ZodType<TracingConfiguration | undefined> =>
  z
    .object({
      OTEL_SDK_DISABLED: flag().default(false),
      OTEL_EXPORTER_OTLP_ENDPOINT: address().optional(),
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address().optional(),
      OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
      OTEL_SERVICE_NAME: z.string().optional(),
      OTEL_TRACES_SAMPLER: z.enum(samplers).default('parentbased_always_on'),
      OTEL_TRACES_SAMPLER_ARG: ratio().default(1),
    })
    .transform((variables): TracingConfiguration | undefined => {
      const url = tracesUrl(variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, variables.OTEL_EXPORTER_OTLP_ENDPOINT);
      if (url === undefined || variables.OTEL_SDK_DISABLED) return undefined;
      return {
        url,
        headers: variables.OTEL_EXPORTER_OTLP_HEADERS,
        serviceName: variables.OTEL_SERVICE_NAME,
        sampler: variables.OTEL_TRACES_SAMPLER,
        ratio: variables.OTEL_TRACES_SAMPLER_ARG,
      };
    });

/** That of traces is taken as it is, the one for all signals is a base. */
function tracesUrl(ofTraces: string | undefined, ofAll: string | undefined): string | undefined {
  return ofTraces ?? (ofAll && `${ofAll.replace(/\/$/, '')}/v1/traces`);
}
