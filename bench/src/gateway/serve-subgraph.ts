import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answering } from './shop-graph.js';

/** Serves a subgraph on a port of its own. @returns its name and address */
export async function serve(name: string): Promise<readonly [string, string]> {
  return [name, await listen(serverOf(answering(name)))];
}

export function serverOf(answer: (body: string) => Promise<string>): Server {
  return createServer((request, response) => {
    void bodyOf(request)
      .then(answer)
      .then((text) => response.writeHead(200, { 'content-type': 'application/json' }).end(text));
  });
}

/** @returns the address of its GraphQL */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
