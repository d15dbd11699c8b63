import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as OTLP has it in JSON, with what it says as a record. */
export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  traceState: string | undefined;
  name: string;
  /** 2: server, 3: client, 5: consumer. */
  kind: number;
  attributes: Readonly<Record<string, unknown>>;
  links: readonly { traceId: string; spanId: string }[];
  /** 2: error. */
  status: { code?: number };
}

/** An OpenTelemetry collector that keeps what it gets. */
export interface Collector {
  /** Its address for all signals. */
  url: string;
  spans: CollectedSpan[];
  /** What came, as it came. */
  bodies: string[];
  headers: Readonly<Record<string, unknown>>[];
  /** Of the programs that sent. */
  resource: () => Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
  /** Listens again on the same port. */
  start(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const bodies: string[] = [];
  const headers: Record<string, unknown>[] = [];
  let resource: Readonly<Record<string, unknown>> = {};
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const body = Buffer.concat(chunks).toString();
        bodies.push(body);
        headers.push({ ...request.headers, path: request.url });
        for (const { resource: own, scopeSpans } of (JSON.parse(body) as Exported).resourceSpans) {
          resource = recordOf(own.attributes);
          for (const each of scopeSpans.flatMap((scope) => scope.spans)) spans.push(collected(each));
        }
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      })();
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return server;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    spans,
    bodies,
    headers,
    resource: () => resource,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
    start: async () => {
      server = await listen(port);
    },
  };
}

interface Exported {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: { spans: (Omit<CollectedSpan, 'attributes' | 'links'> & SpanDetails)[] }[];
  }[];
}

interface SpanDetails {
  attributes: Attribute[];
  links?: CollectedSpan['links'];
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number; arrayValue?: { values: Attribute['value'][] } };
}

function collected({ attributes, links = [], ...span }: Omit<CollectedSpan, 'attributes' | 'links'> & SpanDetails) {
  return { ...span, links, attributes: recordOf(attributes) };
}

function recordOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf({ stringValue, intValue, arrayValue }: Attribute['value']): unknown {
  return arrayValue ? arrayValue.values.map(valueOf) : (stringValue ?? intValue);
}
