import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Outage = 'bad-gateway' | 'silent' | { readonly status: number; readonly body: string };

/** What stands before the provider: while it is out, each request is answered by it alone. */
export interface Gateway {
  readonly url: string;
  /** `<method> <path>` of what it answered itself. */
  readonly refused: readonly string[];
  /** 502, or nothing at all; or an answer to every POST; undefined: it passes everything on again. */
  goOut(how: Outage | undefined): void;
  close(): void;
}

export async function openGateway(provider: string): Promise<Gateway> {
  let out: Outage | undefined;
  const refused: string[] = [];
  const server = createServer((request, response) => {
    const passes = !out || (typeof out === 'object' && request.method !== 'POST');
    if (passes) return void passOn(provider, request, response).catch(() => response.destroy());
    refused.push(`${request.method} ${request.url}`);
    if (typeof out === 'object') response.writeHead(out.status).end(out.body);
    if (out === 'bad-gateway') response.writeHead(502).end('<h1>502 Bad Gateway</h1>');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    goOut: (how) => void (out = how),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function passOn(provider: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  const body = method === 'GET' ? {} : { body: await text(request) };
  const { authorization = '', 'content-type': type = '' } = headers;
  const answer = await fetch(new URL(url, provider), {
    method,
    headers: { authorization, 'content-type': type },
    ...body,
  });
  response.writeHead(answer.status).end(await answer.text());
}
