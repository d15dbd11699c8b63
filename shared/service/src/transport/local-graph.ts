import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import { type GraphOperations, isRefused, type OperationRequest } from './graph-operations.js';

/** Hears of a subscription: its payloads, and then one end. */
export interface LocalSink {
  next(result: FormattedExecutionResult<Record<string, unknown>, unknown>): void;
  /** GraphQL errors, if the subgraph refused; anything else: the stream was lost. */
  error(reason: unknown): void;
  complete(): void;
}

/** A subgraph as others in its process call it: what a socket would carry, checked as if it did. */
export interface LocalGraph {
  /** @throws {GraphUnavailable} when it has stopped, or the caller's token is not accepted */
  answer(request: OperationRequest): Promise<FormattedExecutionResult>;
  /** Answers how to leave. */
  subscribe(request: OperationRequest, sink: LocalSink): () => void;
}

/** The subgraph has stopped or is about to. */
export class GraphUnavailable extends Error {}

/** A token that is not accepted is the caller's own failure, as a 401 would be: nothing that is to be told to a client. */
function refusedAnswer(errors: readonly GraphQLError[]): FormattedExecutionResult {
  if (errors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED')) {
    throw new GraphUnavailable('the token was not accepted');
  }
  return { errors: errors.map((error) => error.toJSON()) };
}

/** Ends as sockets do: `close` lets every stream go, and its readers open it elsewhere. */
export function createLocalGraph(operations: GraphOperations): LocalGraph & { close(): void } {
  const streams = new Set<() => void>();
  let isClosed = false;
  return {
    async answer(request) {
      if (isClosed) throw new GraphUnavailable('the subgraph has stopped');
      const accepted = await operations.accept(request);
      if (isRefused(accepted)) return refusedAnswer(accepted);
      return operations.answer(accepted);
    },
    subscribe(request, sink) {
      const end = (): void => {
        streams.delete(lose);
        stream.leave();
      };
      const lose = (): void => {
        if (!streams.has(lose)) return;
        end();
        sink.error(new GraphUnavailable('the subgraph stops'));
      };
      const stream = new LocalStream(operations, sink, () => streams.delete(lose));
      if (isClosed) queueMicrotask(lose);
      else void stream.run(request);
      streams.add(lose);
      return end;
    },
    close() {
      isClosed = true;
      for (const lose of [...streams]) lose();
    },
  };
}

/** One subscription. Invariant: after `leave` its sink hears nothing, and its source has been told. */
class LocalStream {
  readonly #operations: GraphOperations;
  readonly #sink: LocalSink;
  readonly #ended: () => void;
  #events: AsyncIterator<unknown> | undefined;
  #hasLeft = false;

  constructor(operations: GraphOperations, sink: LocalSink, ended: () => void) {
    this.#operations = operations;
    this.#sink = sink;
    this.#ended = ended;
  }

  leave(): void {
    this.#hasLeft = true;
    void this.#events?.return?.();
  }

  async run(request: OperationRequest): Promise<void> {
    try {
      const accepted = await this.#operations.accept(request);
      if (isRefused(accepted)) return this.#end(() => this.#sink.error(accepted.map((error) => error.toJSON())));
      const events = await this.#operations.subscribe(accepted);
      this.#events = events;
      if (this.#hasLeft) return void events.return?.();
      for await (const result of events) {
        if (this.#hasLeft) return;
        this.#sink.next(this.#operations.present(accepted, result));
      }
      this.#end(() => this.#sink.complete());
    } catch (error) {
      this.#end(() => this.#sink.error(error instanceof GraphQLError ? [error.toJSON()] : error));
    }
  }

  #end(tell: () => void): void {
    this.#ended();
    if (!this.#hasLeft) tell();
    this.#hasLeft = true;
  }
}
