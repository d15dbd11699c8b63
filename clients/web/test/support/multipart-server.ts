import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Count, EventLog } from '@ordergraph/gateway/testing';

/** Speaks `multipart/mixed;subscriptionSpec=1.0` about one log, and does as it is told to the requests that are open. */
export interface MultipartServer {
  readonly url: string;
  /** `after` and `authorization` of each request. */
  readonly requests: (readonly [after: unknown, authorization: string | undefined])[];
  /** Ends every stream by errors of the protocol. */
  endAll(errors: readonly object[]): void;
  /** Cuts every connection in the middle of a part. */
  cutAll(): void;
  /** Answers the next request by this status and body. */
  answerNext(status: number, body: string): void;
  stop(): Promise<void>;
}

export async function startMultipartServer(log: EventLog<Count>): Promise<MultipartServer> {
  const open = new Set<ServerResponse>();
  const requests: MultipartServer['requests'] = [];
  let next: { status: number; body: string } | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { variables } = (await json(request)) as { variables: { after?: string | null } };
    requests.push([variables.after, request.headers.authorization]);
    if (next) {
      response.writeHead(next.status, { 'content-type': 'application/json' }).end(next.body);
      next = undefined;
      return;
    }
    response.writeHead(200, { 'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0' });
    response.write('--graphql');
    open.add(response);
    const events = log.read(Number(variables.after ?? 0));
    response.once('close', () => {
      open.delete(response);
      void events.return?.();
    });
    for await (const { cursor, payload } of events) {
      const data = { counter: { __typename: 'Counter', value: payload.value, account: null } };
      if (response.writableEnded) return;
      response.write(part({ payload: { data, extensions: { cursor: String(cursor) } } }));
    }
  };
  const http = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`,
    requests,
    endAll: (errors) => {
      for (const response of open) response.end(`${part({ payload: null, errors })}--`);
    },
    cutAll: () => {
      for (const response of open) {
        response.write('\r\ncontent-type: application/json\r\n\r\n{"payload":');
        response.socket?.destroySoon();
      }
    },
    answerNext: (status, body) => {
      next = { status, body };
    },
    stop: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

const part = (body: object): string => `\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(body)}\r\n--graphql`;

async function json(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
