import type { GraphQLError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';

import { CURSOR_VARIABLE } from '../operations/resumable-document.js';
import type { RequestContext } from '../request-context.js';
import type { SubgraphDirectory } from '../subgraphs/subgraph-directory.js';
import type { SubgraphSockets } from '../subgraphs/subgraph-sockets.js';
import { forwardedKey } from '../subgraphs/forwarded-headers.js';
import { subgraphClaims } from '../subgraphs/subgraph-claims.js';
import type { SubgraphTokens } from '../subgraphs/subgraph-tokens.js';
import type { SupergraphRegistry } from '../supergraph/supergraph-registry.js';
import { valuesOf } from './declared-variables.js';
import { cursorFor, type SubscriptionPlan } from './subscription-plan.js';
import { Upstream, type UpstreamEvent } from './upstream.js';

export interface SourceRequest {
  plan: SubscriptionPlan;
  variables: Readonly<Record<string, unknown>>;
  context: RequestContext;
  cursor: string | undefined;
}

export interface EventListener {
  onEvent: (event: UpstreamEvent, cursor: string | undefined) => void;
  onEnd: (error?: GraphQLError) => void;
  /** Its subgraph is asked again. */
  onLost?: () => void;
}

export interface EventSourcesOptions {
  sockets: SubgraphDirectory<SubgraphSockets>;
  tokens: SubgraphTokens;
  registry: SupergraphRegistry;
  logger: Logger;
}

interface SharedSource {
  upstream: Upstream;
  listeners: Set<EventListener>;
  /** The last event, of a stream that begins with what is present; undefined while its subgraph is not heard. */
  present: UpstreamEvent | undefined;
}

/**
 * The streams of subgraphs. One that takes a cursor belongs to its watcher alone, since each begins elsewhere; a live-only one serves all watchers
 * that ask the same as the same principal, and stops when the last of them leaves. Whoever joins later gets what comes from then on, and what is present first if
 * the stream is known to begin with that.
 */
export class EventSources {
  readonly #shared = new Map<string, SharedSource>();

  constructor(private readonly options: EventSourcesOptions) {}

  /** Answers how to stop listening. */
  listen(request: SourceRequest, listener: EventListener): () => void {
    if (!request.plan.stream.resumption) return this.#listenShared(request, listener);
    const upstream = this.#open(request, listener);
    return () => {
      upstream.stop();
    };
  }

  #listenShared(request: SourceRequest, listener: EventListener): () => void {
    const { plan, context } = request;
    const key = JSON.stringify([
      plan.stream.primary.serviceName,
      plan.stream.primary.operation,
      sentVariables(request, undefined),
      context.principalKey,
      forwardedKey(context.forwarded),
    ]);
    const source = this.#shared.get(key) ?? this.#share(key, request);
    source.listeners.add(listener);
    // As an event of its own: what is kept with an event, like its results, would stay for as long as it is present.
    if (source.present) listener.onEvent({ ...source.present }, undefined);
    return () => {
      source.listeners.delete(listener);
      if (source.listeners.size > 0) return;
      source.upstream.stop();
      if (this.#shared.get(key) === source) this.#shared.delete(key);
    };
  }

  #share(key: string, request: SourceRequest): SharedSource {
    const listeners = new Set<EventListener>();
    const upstream = this.#open(request, {
      onEvent: (event, cursor) => {
        if (request.plan.stream.beginsWithPresent) source.present = { ...event };
        for (const listener of listeners) listener.onEvent(event, cursor);
      },
      onEnd: (error) => {
        this.#shared.delete(key);
        for (const listener of listeners) listener.onEnd(error);
      },
      onLost: () => {
        source.present = undefined;
      },
    });
    const source: SharedSource = { upstream, listeners, present: undefined };
    this.#shared.set(key, source);
    return source;
  }

  #open(request: SourceRequest, { onEvent, onEnd, onLost }: EventListener): Upstream {
    const { plan, context } = request;
    const { serviceName } = plan.stream.primary;
    return new Upstream({
      cursor: cursorFor(plan, request.cursor),
      open: async (cursor, sink) => {
        const payload = await this.#payload(request, cursor);
        const supergraph = await this.options.registry.loaded();
        const sockets = this.options.sockets.of(supergraph)[serviceName];
        if (!sockets) throw new Error(`The supergraph has no subgraph ${serviceName}.`);
        return sockets.subscribe(payload, sink);
      },
      onEvent,
      onEnd,
      onLost: (reason) => {
        onLost?.();
        this.options.logger.info(
          { subgraph: serviceName, correlationId: context.correlationId, reason: describe(reason) },
          'stream lost',
        );
      },
    });
  }

  /** Made anew for every opening: the cursor moved on, and the token of the last one has expired. */
  async #payload(request: SourceRequest, cursor: string | undefined): Promise<SubscribePayload> {
    const { plan, context } = request;
    const { serviceName, operation, operationName } = plan.stream.primary;
    return {
      query: operation,
      operationName,
      variables: sentVariables(request, cursorFor(plan, cursor)),
      extensions: subgraphClaims(await this.options.tokens(serviceName, context), serviceName, context),
    };
  }
}

/** As the client sent those that its operation declares, and the gateway's own. */
function sentVariables({ plan, variables }: SourceRequest, cursor: string | undefined): Record<string, unknown> {
  const { primary, resumption } = plan.stream;
  const declared = (primary.variableUsages ?? []).filter((name) => !resumption || name !== CURSOR_VARIABLE);
  return { ...valuesOf(variables, declared), ...(cursor === undefined ? {} : { [CURSOR_VARIABLE]: cursor }) };
}

function describe(reason: unknown): string {
  if (reason instanceof Error) return reason.message;
  if (Array.isArray(reason)) return reason.map(describeError).join('; ');
  if (typeof reason !== 'object' || reason === null) return String(reason);
  const { code, reason: text } = reason as { code?: unknown; reason?: unknown };
  return `closed ${String(code)} ${String(text)}`;
}

/** Not the whole error as JSON: what a subgraph says may be nested more deeply than that can write. */
function describeError(error: unknown): string {
  const { message, extensions } = (error ?? {}) as { message?: unknown; extensions?: { code?: unknown } };
  return [extensions?.code, message].filter((part) => typeof part === 'string').join(': ');
}
