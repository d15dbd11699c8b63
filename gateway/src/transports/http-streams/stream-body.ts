import { Readable } from 'node:stream';

import { type ExecutionResult, type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';

import type { StreamFormat } from './stream-format.js';

const HEARTBEAT_MILLISECONDS = 5_000;

export interface StreamBodyOptions {
  payloads: AsyncGenerator<ExecutionResult, void, undefined>;
  format: StreamFormat;
  present: (result: ExecutionResult) => FormattedExecutionResult;
  /** Of the last payload that the client had before. */
  cursor: string | undefined;
}

/**
 * The body of an answer that goes on. A payload is made only when the client has read those before, so events wait in the stream's bounded
 * queue and not here; a client that leaves destroys the body, and the stream with it.
 */
export class StreamBody extends Readable {
  readonly #options: StreamBodyOptions;
  readonly #heartbeat: NodeJS.Timeout;
  #cursor: string | undefined;
  #isPulling = false;
  #isOver = false;

  constructor(options: StreamBodyOptions) {
    super();
    this.#options = options;
    this.#cursor = options.cursor;
    this.push(options.format.opening);
    this.#heartbeat = setInterval(() => {
      if (this.#isPulling && this.readableLength === 0) this.push(options.format.heartbeat);
    }, HEARTBEAT_MILLISECONDS).unref();
  }

  /** Ends the stream here and now; what makes the error is told where the client can resume. */
  fail(error: (cursor: string | undefined) => GraphQLError): void {
    if (this.#isOver) return;
    this.#over(this.#options.format.failure(this.#errors(error(this.#cursor))));
    void this.#options.payloads.return();
  }

  override _read(): void {
    if (!this.#isPulling && !this.#isOver) this.#pull().catch((error: unknown) => this.destroy(error as Error));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#isOver = true;
    clearInterval(this.#heartbeat);
    void this.#options.payloads.return().then(() => {
      done(error);
    }, done);
  }

  async #pull(): Promise<void> {
    const { payloads, format, present } = this.#options;
    this.#isPulling = true;
    try {
      const step = await payloads.next();
      this.#isPulling = false;
      if (this.#isOver) return;
      if (step.done === true) {
        this.#over('');
        return;
      }
      this.#cursor = cursorOf(step.value) ?? this.#cursor;
      this.push(format.payload(present(step.value)));
    } catch (error) {
      this.#isPulling = false;
      if (!this.#isOver) this.#over(format.failure(this.#errors(error)));
    }
  }

  #over(last: string): void {
    this.#isOver = true;
    clearInterval(this.#heartbeat);
    this.push(last + this.#options.format.closing);
    this.push(null);
  }

  #errors(thrown: unknown): readonly GraphQLFormattedError[] {
    const error =
      thrown instanceof GraphQLError
        ? thrown
        : new GraphQLError('Streaming failed.', { originalError: thrown as Error });
    return this.#options.present({ errors: [error] }).errors ?? [];
  }
}

function cursorOf({ extensions }: ExecutionResult): string | undefined {
  const cursor = extensions?.['cursor'];
  return typeof cursor === 'string' ? cursor : undefined;
}
