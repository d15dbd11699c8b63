import { ApolloLink, Observable } from '@apollo/client';
import { PROTOCOL_ERRORS_SYMBOL } from '@apollo/client/errors';
import { type DocumentNode, print } from 'graphql';

import { createBackoff } from '../backoff.js';
import type { ResumptionOptions, SocketOptions } from '../options.js';
import { ResumableStream, type StreamAttempt, type StreamSink } from '../resumable-stream.js';
import { resumeOperation } from '../resume-operation.js';
import { createSocketSource } from '../socket-source.js';
import { versionOfOrderProgress } from '../stream-position.js';
import { Tokens } from '../tokens.js';

/** Over a socket (`url`), or over whatever link carries one attempt (`link`): an HttpLink speaks multipart. */
export type ResumableLinkOptions = ResumptionOptions & (SocketOptions | { readonly link: ApolloLink });

type Result = ApolloLink.Result;
type Request = ApolloLink.Request & { query: DocumentNode; operationName: string | undefined };
type OpenRequest = (request: Request, attempt: StreamAttempt, sink: StreamSink<Result>) => () => void;
type Carrier = (operation: ApolloLink.Operation) => OpenRequest;

/**
 * A terminating link for subscriptions: place it with `ApolloLink.split`. Components see every payload once and in order, and an error only when
 * trying again is of no use. Not GraphQLWsLink: that hides the code with which a socket was closed.
 */
export function createResumableLink(options: ResumableLinkOptions): ApolloLink {
  const { getToken, onInterruption, versionOf = versionOfOrderProgress } = options;
  const tokens = new Tokens(getToken);
  const backoff = createBackoff(options.backoff);
  const carrier = 'link' in options ? overLink(options.link) : overSocket(options, tokens);
  return new ApolloLink(
    (operation) =>
      new Observable<Result>((observer) => {
        const { query, variables, extensions, operationName } = operation;
        const request: Request = { query, variables, extensions, operationName, context: operation.getContext() };
        const open = carrier(operation);
        const stream = new ResumableStream<Result>({
          open: (attempt, sink) => open(resumeOperation(request, attempt.cursor), attempt, sink),
          sink: {
            next: (result) => observer.next(result),
            error: (reason) => observer.error(reason),
            complete: () => observer.complete(),
          },
          tokens,
          backoff,
          versionOf,
          onInterruption,
        });
        return () => stream.stop();
      }),
  );
}

function overSocket(options: SocketOptions, tokens: Tokens): Carrier {
  const source = createSocketSource(options, tokens);
  return () =>
    ({ query, variables, extensions, operationName }, _attempt, sink) =>
      source.open(
        {
          query: print(query),
          ...(variables && { variables }),
          ...(extensions && { extensions }),
          ...(operationName !== undefined && { operationName }),
        },
        sink,
      );
}

function overLink(link: ApolloLink): Carrier {
  return ({ client }) =>
    ({ operationName: _name, context, ...request }, { token }, sink) => {
      const headers = {
        ...(context?.['headers'] as Record<string, string> | undefined),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      };
      const results = ApolloLink.execute(link, { ...request, context: { ...context, headers } }, { client });
      const subscription = results.subscribe({
        next: (result) => {
          const protocolErrors = protocolErrorsOf(result);
          if (protocolErrors) sink.error(protocolErrors);
          else sink.next(result);
        },
        error: (reason) => sink.error(reason),
        complete: () => sink.complete(),
      });
      return () => subscription.unsubscribe();
    };
}

/** `{"payload": null, "errors": […]}` ends a multipart subscription; HttpLink hands it on under a symbol, and completes. */
function protocolErrorsOf({ extensions }: Result): unknown {
  return (extensions as { [PROTOCOL_ERRORS_SYMBOL]?: unknown } | undefined)?.[PROTOCOL_ERRORS_SYMBOL];
}
