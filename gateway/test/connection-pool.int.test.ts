import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { visitor } from '@ordergraph/service';
import { eventually } from '@ordergraph/testing';
import { pino } from 'pino';

import type { SubgraphAnswer } from '../src/execution/subgraph.js';
import { SubgraphClient } from '../src/subgraphs/subgraph-client.js';

jest.setTimeout(30_000);

const end = (response: ServerResponse): void => {
  response.setHeader('content-type', 'application/json').end('{"data":{}}');
};

/** Answers only when it is told to. */
class PatientSubgraph {
  readonly queries: string[] = [];
  readonly held: ServerResponse[] = [];
  connections = 0;
  /** Answers whatever comes from now on by itself. */
  isPrompt = false;
  #mostHeld = 0;
  readonly #server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      this.queries.push((JSON.parse(body) as { query: string }).query);
      if (this.isPrompt) {
        end(response);
        return;
      }
      this.held.push(response);
      this.#mostHeld = Math.max(this.#mostHeld, this.held.length);
    });
  }).on('connection', () => (this.connections += 1));

  get mostAtOnce(): number {
    return this.#mostHeld;
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/graphql`;
  }

  /** Answers the one that came first, once there is one. */
  async answer(): Promise<void> {
    end(await this.#first());
  }

  /** Begins to answer it, and never ends. */
  async drip(): Promise<void> {
    const response = await this.#first();
    const drops = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(drops));
  }

  #first(): Promise<ServerResponse> {
    return eventually(() => {
      const response = this.held.shift();
      if (!response) throw new Error('no request has come');
      return response;
    });
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

let subgraph: PatientSubgraph;
let clients: SubgraphClient[];
beforeEach(() => {
  subgraph = new PatientSubgraph();
  clients = [];
});
afterEach(async () => {
  subgraph.close();
  await Promise.all(clients.map((client) => client.close()));
});

type Ask = (query: string, milliseconds?: number) => Promise<SubgraphAnswer>;

async function connect(connections: number, timeoutMilliseconds = 20_000): Promise<Ask> {
  const client = new SubgraphClient({
    name: 'patient',
    url: await subgraph.open(),
    tokens: () => Promise.resolve('token'),
    timeoutMilliseconds,
    connections,
    circuit: { failures: 0, pauseMilliseconds: 0 },
    local: new Map(),
    logger: pino({ level: 'silent' }),
    observe: { request: () => undefined, circuit: () => undefined },
    tracing: undefined,
  });
  clients.push(client);
  const context = { principal: visitor, principalKey: 'visitor', address: '127.0.0.1', correlationId: 'a' };
  return (query, milliseconds) =>
    client.ask(
      { question: { query, operationName: undefined, isQuery: !query.startsWith('mutation') }, variables: {} },
      { ...context, ...(milliseconds !== undefined && { deadline: performance.now() + milliseconds }) },
    );
}

describe('the connections to a subgraph', () => {
  it('are as many as configured and no more, and further requests wait for one', async () => {
    const ask = await connect(3);
    const answers = Promise.all(Array.from({ length: 10 }, (_, index) => ask(`{ a${String(index)} }`)));
    await eventually(() => expect(subgraph.held).toHaveLength(3));
    for (let answered = 0; answered < 10; answered += 1) await subgraph.answer();
    expect(await answers).toEqual(Array.from({ length: 10 }, () => ({ data: {} })));
    expect([subgraph.mostAtOnce, subgraph.connections]).toEqual([3, 3]);
  });

  it('are kept, and used again', async () => {
    const ask = await connect(1);
    for (let index = 0; index < 5; index += 1) {
      const answer = ask('{ a }');
      await subgraph.answer();
      await answer;
    }
    expect(subgraph.connections).toBe(1);
  });

  it('are waited for no longer than an answer may take', async () => {
    const ask = await connect(1, 500);
    // Asked in one turn: their time is up in one turn as well, before the connection that gets free could carry the second.
    const failures = ['{ endless }', '{ waiting }'].map((query) =>
      expect(ask(query)).rejects.toMatchObject({ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }),
    );
    await subgraph.drip();
    await Promise.all(failures);
    expect(subgraph.queries).toEqual(['{ endless }']);
  });

  it('are free again when an answer never ends', async () => {
    const ask = await connect(1, 500);
    const endless = expect(ask('{ endless }')).rejects.toMatchObject({ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
    await subgraph.drip();
    await endless;
    subgraph.isPrompt = true;
    await eventually(async () => expect(await ask('{ next }')).toEqual({ data: {} }));
  });

  it('are closed when the time for it is up, whatever is under way or waits', async () => {
    const ask = await connect(1);
    const failures = ['{ first }', '{ waiting }'].map((query) =>
      expect(ask(query)).rejects.toMatchObject({ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }),
    );
    await eventually(() => expect(subgraph.held).toHaveLength(1));
    await clients[0]?.close(50);
    await Promise.all(failures);
    expect(subgraph.queries).toEqual(['{ first }']);
  });

  it('carry nothing that its client has given up while it waited', async () => {
    const ask = await connect(1);
    const first = ask('{ first }');
    await eventually(() => expect(subgraph.held).toHaveLength(1));
    await expect(ask('{ late }', 50)).rejects.toMatchObject({ extensions: { code: 'DEADLINE_EXCEEDED' } });
    const last = ask('{ last }');
    await subgraph.answer();
    await subgraph.answer();
    await Promise.all([first, last]);
    expect(subgraph.queries).toEqual(['{ first }', '{ last }']);
  });
});
