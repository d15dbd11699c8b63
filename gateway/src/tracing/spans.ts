import {
  type Attributes,
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Tracing } from '@ordergraph/service';

import type { RequestContext } from '../request-context.js';

/** Whose child a span is that begins now: of the one at work, else of the client's. */
export function parentOf({ propagator }: Tracing, { span, traceparent, tracestate }: RequestContext): Context {
  if (span) return trace.setSpan(ROOT_CONTEXT, span);
  return propagator.extract(ROOT_CONTEXT, { traceparent, tracestate }, defaultTextMapGetter);
}

/** The context of what is done within a span: subgraphs are told of this span instead of the client's. */
export function within({ propagator }: Tracing, span: Span, context: RequestContext): RequestContext {
  const { traceparent: _, tracestate: __, ...rest } = context;
  const told: Pick<RequestContext, 'traceparent' | 'tracestate'> = {};
  propagator.inject(trace.setSpan(ROOT_CONTEXT, span), told, defaultTextMapSetter);
  return { ...rest, ...told, span };
}

/** Clients choose names, of whatever length. */
const LONGEST_NAME = 100;

interface NamedOperation {
  type: string;
  name: string | undefined;
}

export function spanNameOf({ type, name }: NamedOperation): string {
  return name === undefined ? type : `${type} ${name.slice(0, LONGEST_NAME)}`;
}

/** What spans say of an operation: never its text, its variables, or who asks. */
export function operationAttributes({ type, name }: NamedOperation, context: RequestContext): Attributes {
  return {
    'graphql.operation.type': type,
    ...(name !== undefined && { 'graphql.operation.name': name.slice(0, LONGEST_NAME) }),
    ...(context.transport && { 'network.protocol.name': context.transport }),
    'ordergraph.correlation_id': context.correlationId,
  };
}

const MOST_CODES = 10;
const CODE = /^[A-Z][A-Z\d_]{0,63}$/;

/** Ends a span, with the codes of what went wrong. Messages stay out: they may quote what a client has sent. */
export function endSpan(
  span: Span | undefined,
  errors: readonly { extensions?: Readonly<Record<string, unknown>> | undefined }[] = [],
): void {
  if (!span) return;
  if (errors.length > 0) {
    const codes = [...new Set(errors.map(({ extensions }) => codeOf(extensions?.['code'])))].slice(0, MOST_CODES);
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttributes({ 'error.type': codes[0] ?? OTHER, 'ordergraph.error_codes': codes });
  }
  span.end();
}

/** As the semantic conventions call an error that has no code. */
const OTHER = '_OTHER';

const codeOf = (code: unknown): string => (typeof code === 'string' && CODE.test(code) ? code : OTHER);
