import { correlationOf } from '@ordergraph/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';

import { PREFLIGHTED, wasPreflighted } from '../door/cross-site-forms.js';
import { TurnedAway } from '../door/door.js';
import type { ErrorPresenter } from '../door/present-error.js';
import { refusal } from '../door/refusal.js';
import type { ForwardRule } from '../subgraphs/forwarded-headers.js';
import type { AnswerOperation } from './answer-operation.js';
import { otherMethod, readHttpOperation } from './http-operation.js';
import type { AdmitRequest } from './http-server.js';
import { acceptedFormat, acceptedJson } from './http-streams/accepted-format.js';
import type { HttpStreams } from './http-streams/http-streams.js';
import type { OperationsOptions } from './read-operation.js';
import { addVary, refuse, sendAnswer } from './send-answer.js';
import type { ServePage } from './apollo-server.js';

export interface HttpGraphqlOptions extends OperationsOptions {
  path: string;
  /** Throws an error of the catalogue for a caller who is not let in. */
  admit: AdmitRequest;
  answer: AnswerOperation;
  streams: HttpStreams;
  /** What a browser gets, if anything. */
  page: ServePage;
  present: ErrorPresenter;
  /** What else answers may depend on. */
  forwardRules: readonly ForwardRule[];
}

const OTHER_METHODS = ['DELETE', 'PATCH', 'PUT', 'TRACE'];

/** Queries and mutations over POST and GET, and streams for those who accept them. Of what GET would answer, HEAD has the head. */
export function serveGraphqlOverHttp(app: FastifyInstance, options: HttpGraphqlOptions): void {
  const { path, streams, page, present } = options;
  refuseOtherMethods(app, options);
  const vary = ['accept', ...options.forwardRules.map(({ name }) => name)].join(', ');
  app.route({
    method: ['GET', 'POST'],
    url: path,
    // Before anything is refused.
    onRequest: (_request, reply, done) => {
      addVary(reply, vary);
      done();
    },
    handler: async (request, reply) => {
      const correlation = correlationOf({
        correlationId: request.headers['x-correlation-id'],
        traceparent: request.headers['traceparent'],
        tracestate: request.headers['tracestate'],
      });
      void reply.header('x-correlation-id', correlation.correlationId);
      const shown = page(request, reply);
      const answered = shown && (await shown);
      if (answered) return answered;
      try {
        if (Array.isArray(request.body)) throw refusal('BATCHING_REFUSED', 'One request carries one operation.');
        const format = acceptedFormat(request.headers.accept);
        if (format) return await streams.serve({ request, reply, correlation, format });
        return await answerWhole(options, { request, reply, correlation });
      } catch (error) {
        const errors = error instanceof TurnedAway ? error.errors : [error];
        if (!errors.every((each) => each instanceof GraphQLError)) throw error;
        return refuse(reply, errors, present, correlation);
      }
    },
  });
}

/** Before anything of a body is read. */
function refuseOtherMethods(app: FastifyInstance, { path, present }: HttpGraphqlOptions): void {
  app.route({
    method: OTHER_METHODS,
    url: path,
    onRequest: async (_request, reply) => {
      const { errors } = otherMethod('An operation is sent by GET or POST.', 'GET, HEAD, POST');
      await refuse(reply, errors, present);
    },
    handler: (_request, reply) => reply,
  });
}

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
  correlation: Parameters<AdmitRequest>[1];
}

/** Refuses what could not be answered before anything is run. */
async function answerWhole(
  options: HttpGraphqlOptions,
  { request, reply, correlation }: Exchange,
): Promise<FastifyReply> {
  const { headers } = request;
  if (acceptedJson(headers.accept) === undefined)
    throw refusal('BAD_REQUEST', 'Answers are application/json or application/graphql-response+json.', { status: 406 });
  if (!wasPreflighted(headers)) throw refusal('BAD_REQUEST', `A request needs ${PREFLIGHTED}.`);
  const { context } = await options.admit(request, correlation);
  return sendAnswer(reply, await options.answer(readHttpOperation(options, request), context));
}
