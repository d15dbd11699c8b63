import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { testMongo } from '@ordergraph/testing';
import { type PaymentSimulator, startPaymentSimulator } from '../src/index.js';

export const key = 'test-key';
export const webhookSecret = 'webhook-secret';

export interface Client {
  post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }>;
  get(path: string): Promise<{ status: number; body: Record<string, unknown> }>;
}

export const startSimulator = (
  namespace: string,
  webhookUrl = 'http://127.0.0.1:9/nowhere',
): Promise<PaymentSimulator> =>
  startPaymentSimulator({ port: 0, mongodbUri: testMongo().uri, namespace, key, webhookSecret, webhookUrl });

export function clientOf({ url }: PaymentSimulator, bearer = key): Client {
  const call = async (path: string, init: RequestInit): ReturnType<Client['get']> => {
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    post: (path, body) => call(path, { method: 'POST', body: JSON.stringify(body) }),
    get: (path) => call(path, { method: 'GET' }),
  };
}

export interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WebhookEndpoint {
  readonly url: string;
  /** Resolves with the first `count` webhooks once they arrived. */
  firstWebhooks(count: number): Promise<ReceivedWebhook[]>;
  stop(): void;
}

/** A shop's endpoint that refuses the first `refusals` webhooks. */
export async function startWebhookEndpoint(refusals: number): Promise<WebhookEndpoint> {
  const received: ReceivedWebhook[] = [];
  const arrivals = new EventEmitter();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      arrivals.emit('arrival');
      response.writeHead(received.length <= refusals ? 503 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    firstWebhooks: async (count) => {
      while (received.length < count) await once(arrivals, 'arrival');
      return received.slice(0, count);
    },
    stop: () => server.close(),
  };
}
