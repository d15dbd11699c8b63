import type { TextMapPropagator, Tracer } from '@opentelemetry/api';
import type { Sampler, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Logger } from 'pino';
import { drain } from '../lifecycle/drain.js';
import type { TracingConfiguration } from './tracing-configuration.js';

/** What makes spans. Contexts are handed on as arguments: an async context, once used, slows down every promise of the process (ADR 31). */
export interface Tracing {
  readonly tracer: Tracer;
  /** Reads and writes `traceparent` and `tracestate` (W3C Trace Context). */
  readonly propagator: TextMapPropagator;
  /** Sends what waits, for two seconds at most. */
  stop(budgetMilliseconds: number): Promise<void>;
}

export interface TracingOptions {
  readonly configuration: TracingConfiguration;
  /** The program's, unless it is configured otherwise. */
  readonly serviceName: string;
  readonly logger: Logger;
}

const flushMilliseconds = 2_000;

/**
 * Sends spans to a collector as OTLP over HTTP, in JSON, in batches from a bounded queue: what does not fit is dropped, and nobody waits for it. The SDK
 * is loaded here, so that a process without tracing does not have it in memory.
 */
export async function startTracing({ configuration, serviceName, logger }: TracingOptions): Promise<Tracing> {
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } =
    await import('@opentelemetry/resources');
  const { BasicTracerProvider, BatchSpanProcessor } = await import('@opentelemetry/sdk-trace-base');
  const { parseKeyPairsIntoRecord, W3CTraceContextPropagator } = await import('@opentelemetry/core');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');

  const named = (name: string) => resourceFromAttributes({ 'service.name': name });
  const detected = defaultResource()
    .merge(named(serviceName))
    .merge(detectResources({ detectors: [envDetector] }));
  const exporter = new OTLPTraceExporter({
    url: configuration.url,
    headers: parseKeyPairsIntoRecord(configuration.headers),
  });
  const provider = new BasicTracerProvider({
    resource: configuration.serviceName === undefined ? detected : detected.merge(named(configuration.serviceName)),
    sampler: await samplerOf(configuration),
    spanProcessors: [new BatchSpanProcessor(telling(exporter, logger))],
  });
  return {
    tracer: provider.getTracer(serviceName),
    propagator: new W3CTraceContextPropagator(),
    stop: (budgetMilliseconds) =>
      drain(
        [{ name: 'sending spans', run: () => provider.shutdown() }],
        Math.min(budgetMilliseconds, flushMilliseconds),
        logger,
      ),
  };
}

async function samplerOf({ sampler, ratio }: TracingConfiguration): Promise<Sampler> {
  const { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler } =
    await import('@opentelemetry/sdk-trace-base');
  const root = sampler.endsWith('traceidratio')
    ? new TraceIdRatioBasedSampler(ratio)
    : sampler.endsWith('always_on')
      ? new AlwaysOnSampler()
      : new AlwaysOffSampler();
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

/** Logs once that the collector takes nothing, and once that it does again, however many batches are lost between. */
function telling(exporter: SpanExporter, logger: Logger): SpanExporter {
  let isAway = false;
  return {
    export: (spans, done) => {
      exporter.export(spans, (result) => {
        const { error } = result;
        if (error && !isAway) logger.warn({ err: error }, 'the collector takes no spans; they are lost until it does');
        if (!error && isAway) logger.info('the collector takes spans again');
        isAway = error !== undefined;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
