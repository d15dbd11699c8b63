import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { toPublicGraphqlError } from '../errors/public-error.js';
import { CURSOR, type SubscriptionEvent } from '../graphql/subscription-event.js';
import type { OperationObserver } from './observe-operations.js';
import type { RequestContext } from './request-context.js';

/** Makes what resolvers get of a request: its context with fresh loaders. */
export type ContextFactory = (request: RequestContext) => object;

/** One subscription of one client. */
export interface EventSubscription {
  readonly args: ExecutionArgs;
  readonly request: RequestContext;
  readonly contextFor: ContextFactory;
  readonly observer: OperationObserver;
}

/**
 * Runs a subscription. Every event is executed on its own, with loaders of its own: a row loaded for an earlier event
 * would be stale. The cursor of the event goes along in `extensions.cursor`. What ends it early, the refusal to
 * subscribe included, is thrown by `next()` in its public form. `return()` does not wait for a quiet source; the source's
 * own `return()` must end its pending `next()`.
 */
export async function subscribeEvents(
  subscription: EventSubscription,
): Promise<AsyncIterableIterator<ExecutionResult>> {
  const { args, request, contextFor, observer } = subscription;
  const run = <Result>(work: () => Promise<Result>): Promise<Result> =>
    work().catch((error: unknown) => {
      observer.failed([error], args.operationName, request);
      throw toPublicGraphqlError(error, request);
    });
  const source = await run(async () => createSourceEventStream({ ...args, contextValue: contextFor(request) }));
  const events = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : failing(source);
  const ended = once(() => observer.unsubscribed());
  observer.subscribed();
  const responses: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      const event = await run(async () => nextEvent(events)).catch((error: unknown) => {
        ended();
        throw error;
      });
      if (event) return { done: false, value: await run(() => respond(subscription, event)) };
      ended();
      return { done: true, value: undefined };
    },
    async return() {
      ended();
      run(async () => events.return?.()).catch(() => undefined);
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => responses,
  };
  return responses;
}

async function nextEvent(events: AsyncIterator<unknown>): Promise<SubscriptionEvent | undefined> {
  const event = await events.next();
  return event.done ? undefined : (event.value as SubscriptionEvent);
}

async function respond(
  { args, request, contextFor }: EventSubscription,
  event: SubscriptionEvent,
): Promise<ExecutionResult> {
  const result = await execute({ ...args, rootValue: event, contextValue: contextFor(request) });
  const cursor = event[CURSOR];
  return cursor === undefined ? result : { ...result, extensions: { ...result.extensions, cursor } };
}

const failing = ({ errors }: ExecutionResult): AsyncIterator<unknown> => ({
  next: () => Promise.reject(errors?.[0] ?? new Error('the subscription yielded no stream')),
});

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
