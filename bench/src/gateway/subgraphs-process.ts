import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answering, subgraphs } from './shop-graph.js';

/** Serves the subgraphs, each on a port of its own, until its parent ends; tells the parent their addresses. */
const urls = Object.fromEntries(await Promise.all(Object.keys(subgraphs).map(serve)));
process.on('disconnect', () => process.exit(0));
process.send?.(urls);

async function serve(name: string): Promise<readonly [string, string]> {
  const answer = answering(name);
  const server: Server = createServer((request, response) => {
    void bodyOf(request)
      .then(answer)
      .then((text) => response.writeHead(200, { 'content-type': 'application/json' }).end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return [name, `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
