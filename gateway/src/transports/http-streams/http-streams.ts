import type { Correlation } from '@ordergraph/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';

import { PREFLIGHTED, wasPreflighted } from '../../door/cross-site-forms.js';
import { TurnedAway } from '../../door/door.js';
import type { OriginPolicy } from '../../door/origins.js';
import { type ErrorPresenter, presentErrors, presentResult } from '../../door/present-error.js';
import { refusal, streamEnd } from '../../door/refusal.js';
import type { RequestContext } from '../../request-context.js';
import { ConnectionCounts, type ConnectionLimits } from '../connection-counts.js';
import type { AnswerOperation } from '../answer-operation.js';
import { readHttpOperation } from '../http-operation.js';
import type { AdmitRequest } from '../http-server.js';
import { type Caller, isSubscription, openStream, type OperationsOptions, type Stream } from '../read-operation.js';
import { refuse, sendAnswer } from '../send-answer.js';
import { acceptedJson } from './accepted-format.js';
import { onceOver } from './once-over.js';
import { dropStalledReader } from './stalled-reader.js';
import { StreamBody } from './stream-body.js';
import type { StreamFormat } from './stream-format.js';

export interface HttpStreamsOptions extends OperationsOptions {
  admit: AdmitRequest;
  answer: AnswerOperation;
  origins: OriginPolicy;
  httpStreamLimits: ConnectionLimits;
  present: ErrorPresenter;
}

/** One request that accepts a stream. */
export interface StreamRequest {
  request: FastifyRequest;
  reply: FastifyReply;
  correlation: Correlation;
  format: StreamFormat;
}

interface OpenStream {
  context: RequestContext;
  stream: Stream;
  cursor: unknown;
}

/**
 * Answers that may be streams. An operation that is turned away before its stream begins is answered as JSON if the client accepts that,
 * else in the form of the stream.
 */
export class HttpStreams {
  readonly #open = new Set<StreamBody>();
  readonly #counts: ConnectionCounts;
  #isDraining = false;

  constructor(private readonly options: HttpStreamsOptions) {
    this.#counts = new ConnectionCounts(options.httpStreamLimits);
  }

  /** Streams open now. */
  get size(): number {
    return this.#open.size;
  }

  /** Refuses new streams, and ends the open ones where their clients can resume. */
  drain(): void {
    this.#isDraining = true;
    for (const body of this.#open) body.fail(shuttingDown);
  }

  async serve(streamed: StreamRequest): Promise<FastifyReply> {
    try {
      const caller = await this.#admit(streamed);
      return await this.#answer(streamed, caller);
    } catch (error) {
      const errors = error instanceof TurnedAway ? error.errors : [error];
      if (!errors.every((each) => each instanceof GraphQLError)) throw error;
      return this.#refuse(streamed, errors, error instanceof TurnedAway);
    }
  }

  /** Whether this caller may open a stream at all. Throws an error of the catalogue. */
  async #admit({ request, reply, correlation }: StreamRequest): Promise<Caller> {
    const { admit, origins } = this.options;
    const { headers } = request;
    if (this.#isDraining) throw refusal('SHUTTING_DOWN', 'This gateway is being stopped.');
    if (!wasPreflighted(headers)) throw refusal('BAD_REQUEST', `A stream needs ${PREFLIGHTED}.`);
    if (!origins(headers.origin, headers.host)) throw refusal('ORIGIN_REFUSED', 'This origin may not open streams.');
    const caller = await admit(request, correlation);
    const leave = this.#counts.take(caller.context.principal, caller.context.address);
    if (!leave) throw refusal('TOO_MANY_STREAMS', 'This user or address has as many streams as allowed.');
    onceOver(request.raw, reply.raw, leave);
    return caller;
  }

  async #answer(streamed: StreamRequest, caller: Caller): Promise<FastifyReply> {
    const { request, reply } = streamed;
    const operation = readHttpOperation(this.options, request);
    if (isSubscription(operation)) {
      const stream = await openStream(this.options, operation, caller);
      return this.#stream(streamed, { ...caller, stream, cursor: operation.request.extensions?.['cursor'] });
    }
    const answered = await this.options.answer(operation, caller.context);
    return acceptedJson(request.headers.accept) ? sendAnswer(reply, answered) : sendWhole(streamed, answered.result);
  }

  #stream({ request, reply, format }: StreamRequest, { context, stream, cursor }: OpenStream): FastifyReply {
    const body = new StreamBody({
      payloads: stream,
      format,
      cursor: typeof cursor === 'string' ? cursor : undefined,
      present: (result) => presentResult(this.options.present, result, context),
    });
    this.#open.add(body);
    body.once('close', () => this.#open.delete(body));
    onceOver(request.raw, reply.raw, () => body.destroy());
    dropStalledReader(reply.raw);
    if (this.#isDraining) body.fail(shuttingDown);
    return streaming(reply, format).send(body);
  }

  #refuse(streamed: StreamRequest, errors: readonly GraphQLError[], isTurnedAway: boolean): FastifyReply {
    const { request, reply, correlation } = streamed;
    const { present } = this.options;
    if (isTurnedAway && !acceptedJson(request.headers.accept))
      return sendWhole(streamed, { errors: presentErrors(present, errors, correlation) });
    return refuse(reply, errors, present, correlation);
  }
}

function shuttingDown(cursor: string | undefined): GraphQLError {
  return streamEnd('SHUTTING_DOWN', 'This gateway is being stopped.', cursor);
}

function sendWhole({ reply, format }: StreamRequest, payload: FormattedExecutionResult): FastifyReply {
  return streaming(reply, format).send(format.opening + format.payload(payload) + format.closing);
}

/** The connection serves no other request after a stream, so that a stopping gateway need not wait for it. */
function streaming(reply: FastifyReply, { contentType }: StreamFormat): FastifyReply {
  return reply.headers({
    'content-type': contentType,
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
    connection: 'close',
  });
}
