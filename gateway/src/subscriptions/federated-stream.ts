import type { ExecutionResult } from 'graphql';

import { streamEnd } from '../door/refusal.js';
import { cloneJson } from '../execution/json.js';
import type { Subgraph } from '../execution/subgraph.js';
import { EVENT_SERVICE } from '../operations/prepared-operation.js';
import type { RequestContext } from '../request-context.js';
import { startTimer } from '../timer.js';
import { endStreamSpan, tracedEvent } from '../tracing/traced-streams.js';
import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import { isTooDeep } from './deepest-message.js';
import { fault } from './fault.js';
import type { FederatedSubscriptionsOptions, SubscriptionRequest } from './subscription-request.js';
import { cursorFor, haveSamePrimary, type SubscriptionPlan, subscriptionPlan } from './subscription-plan.js';
import type { UpstreamEvent } from './upstream.js';
import type { SharedResults } from './shared-results.js';
import { type WatchEnd, Watcher } from './watcher.js';

export interface FederatedStreamOptions extends FederatedSubscriptionsOptions {
  request: SubscriptionRequest;
  plan: SubscriptionPlan;
  results: SharedResults;
  /** Where the stream begins. */
  cursor: string | undefined;
  onEnd(reason: WatchEnd): void;
}

/** An event with the plan it was asked for by, and the cursor after it. */
interface PlannedEvent {
  event: UpstreamEvent;
  plan: SubscriptionPlan;
  cursor: string | undefined;
  /** When it came from the subgraph, by `performance.now()`. */
  cameAt: number;
}

/** One client's stream: events of one subgraph, completed by the others, kept valid while supergraphs come and go. */
export class FederatedStream {
  readonly #options: FederatedStreamOptions;
  readonly #watcher: Watcher<PlannedEvent>;
  #plan: SubscriptionPlan;
  /** After the last event received; the client may not have it yet. */
  #cursor: string | undefined;
  #stopListening: (() => void) | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #delivered = 0;
  #isOver = false;

  constructor(options: FederatedStreamOptions) {
    this.#options = options;
    this.#plan = options.plan;
    this.#cursor = options.cursor;
    this.#watcher = new Watcher<PlannedEvent>({
      queueLimit: options.queueLimit,
      resolve: (event) => this.#payload(event),
      slow: (lastRead) =>
        streamEnd('SLOW_WATCHER', 'Events came faster than they were read.', cursorOf(lastRead) ?? options.cursor),
      onEnd: (reason) => {
        this.#isOver = true;
        this.#stopListening?.();
        clearTimeout(this.#expiry);
        options.onEnd(reason);
      },
      onClose: (close) => {
        if (close.dropped > 0) options.observe.dropped(close.dropped);
        endStreamSpan(options.request.context, close, this.#delivered);
      },
    });
  }

  start(): AsyncGenerator<ExecutionResult, void, undefined> {
    this.#listen();
    const { expiresAt } = this.#options.request;
    if (expiresAt !== undefined) {
      this.#expiry = startTimer(expiresAt - Date.now(), () => {
        this.#watcher.end(streamEnd('UNAUTHENTICATED', 'The token of this stream has expired.', this.#cursor));
      });
    }
    return this.#watcher;
  }

  /**
   * Goes on under a new supergraph: with the same upstream if it is asked the same, else with another one from the last cursor.
   * A stream that the new graph does not have, or not for this caller, ends.
   */
  async follow(supergraph: LoadedSupergraph): Promise<void> {
    const { request, documents, door } = this.#options;
    try {
      const document = documents(supergraph, request.source);
      const admission = await door({ ...request, schema: supergraph.schema, document });
      if (this.#isOver) return;
      const previous = this.#plan;
      this.#plan = subscriptionPlan(admission, request.variables);
      if (haveSamePrimary(previous, this.#plan)) return;
      this.#stopListening?.();
      this.#listen();
    } catch {
      this.#watcher.end(
        streamEnd('SUPERGRAPH_CHANGED', 'The graph no longer has this stream as it was asked for.', this.#cursor),
      );
    }
  }

  #listen(): void {
    const { events, request } = this.#options;
    this.#cursor = cursorFor(this.#plan, this.#cursor);
    this.#stopListening = events.listen(
      { plan: this.#plan, variables: request.variables, context: request.context, cursor: this.#cursor },
      {
        onEvent: (event, cursor) => {
          this.#cursor = cursor;
          this.#watcher.push({ event, plan: this.#plan, cursor, cameAt: performance.now() });
        },
        onEnd: (error) => {
          this.#watcher.end(error);
        },
      },
    );
  }

  async #payload({ event, plan, cursor, cameAt }: PlannedEvent): Promise<ExecutionResult> {
    const { results, observe } = this.#options;
    const result = await results.of(event, plan, () => this.#complete(event, plan)).catch(failedEvent);
    this.#delivered += 1;
    observe.delivered((performance.now() - cameAt) / 1_000);
    return cursor === undefined ? result : { ...result, extensions: { ...result.extensions, cursor } };
  }

  async #complete(event: UpstreamEvent, { prepared, stream }: SubscriptionPlan): Promise<ExecutionResult> {
    const { directory, request, tracing } = this.#options;
    const { context, variables } = request;
    if (isTooDeep(event)) throw new Error('The event is nested too deeply.');
    const own = stream.leavesEventsAlone ? event : cloneJson(event);
    const subgraphs = { ...directory.of(prepared.supergraph), [EVENT_SERVICE]: eventSource(own) };
    const complete = (within: RequestContext) => prepared.execute({ subgraphs, variables, context: within });
    if (!tracing || stream.leavesEventsAlone) return complete(context);
    return tracedEvent(tracing, { context, name: request.operationName }, complete);
  }
}

/** Of an event that cannot be completed: the stream goes on behind it, since resumed before it, it would meet it again. */
function failedEvent(error: unknown): ExecutionResult {
  return { data: null, errors: [fault(error)] };
}

/** Answers with an event, which nobody else holds if the plan adds to it: others may ask for something else. */
function eventSource({ data, errors }: UpstreamEvent): Subgraph {
  return { ask: () => Promise.resolve({ data, errors }) };
}

function cursorOf(payload: ExecutionResult | undefined): string | undefined {
  const cursor = payload?.extensions?.['cursor'];
  return typeof cursor === 'string' ? cursor : undefined;
}
