import { once } from 'node:events';
import { type IncomingMessage, request as send } from 'node:http';

export const APOLLO_CLIENT = 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json';
export const EVENT_STREAM = 'text/event-stream';

export interface RawRequest {
  url: string;
  accept: string;
  query?: string;
  extensions?: Readonly<Record<string, unknown>>;
  authorization?: string;
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
}

/** An answer as its bytes come, from a connection of its own. */
export interface RawStream {
  response: IncomingMessage;
  text: () => string;
  isOver: () => boolean;
  leave(): void;
}

export async function openRaw(raw: RawRequest): Promise<RawStream> {
  const { url, accept, query, extensions, authorization, method = 'POST', headers } = raw;
  const search = new URLSearchParams({
    ...(query !== undefined && { query }),
    ...(extensions && { extensions: JSON.stringify(extensions) }),
  });
  const target = method === 'GET' ? `${url}?${search.toString()}` : url;
  const sent = send(target, {
    method,
    agent: false,
    headers: { accept, 'content-type': 'application/json', ...(authorization && { authorization }), ...headers },
  });
  sent.on('error', () => undefined);
  sent.end(method === 'GET' ? undefined : JSON.stringify({ query, extensions }));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  let isOver = false;
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => (text += chunk));
  response.on('error', () => undefined);
  response.on('close', () => (isOver = true));
  return { response, text: () => text, isOver: () => isOver, leave: () => sent.destroy() };
}
