import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { eventually, requestGraphql } from '@ordergraph/testing';

import type { RunningGateway } from '../src/service.js';
import { type Platform, startPlatform } from './support/platform.js';

jest.setTimeout(60_000);

/** A place on the network that has a supergraph, or has not. */
class Place {
  text: string | undefined;
  readonly requests: IncomingMessage[] = [];
  readonly bodies: string[] = [];
  url = '';
  readonly #server: Server;

  constructor(answer: (place: Place, request: IncomingMessage, response: ServerResponse) => void) {
    this.#server = createServer((request, response) => {
      this.requests.push(request);
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        this.bodies.push(body);
        answer(this, request, response);
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
    return this.url;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

let platform: Platform;
let supergraph: string;
beforeAll(async () => {
  platform = await startPlatform();
  supergraph = await readFile(platform.supergraphFile, 'utf8');
});
afterAll(() => platform.stop());

const ready = async ({ url }: RunningGateway): Promise<number> => (await fetch(new URL('/ready', url))).status;
const refusedLoads = async ({ url }: RunningGateway): Promise<number> => {
  const metrics = await (await fetch(new URL('/metrics', url))).text();
  return Number(/_supergraph_loads_total\{outcome="refused"\} (\d+)/.exec(metrics)?.[1] ?? 0);
};
const countOf = ({ url }: RunningGateway): Promise<unknown> => requestGraphql({ url, query: '{ counters { value } }' });

describe('a supergraph in a file', () => {
  it('is missed each time that it disappears, and a bad one told each time that it comes', async () => {
    const file = `${platform.supergraphFile}.now-and-then`;
    await writeFile(file, supergraph);
    const gateway = await platform.startGateway({ SUPERGRAPH_FILE: file });
    let isThere = true;
    const comesAndGoes = async () => {
      await (isThere ? rm(file) : writeFile(file, supergraph));
      isThere = !isThere;
      expect(await refusedLoads(gateway)).toBeGreaterThan(2);
    };
    await eventually(comesAndGoes, { intervalMs: 200 });

    const bad = () => writeFile(file, 'type Query {');
    for (const step of [bad, () => rm(file), bad, () => rm(file)]) {
      const before = await refusedLoads(gateway);
      await step();
      await eventually(async () => expect(await refusedLoads(gateway)).toBeGreaterThan(before));
    }
  });
});

describe('a supergraph from an address', () => {
  /** Compresses whatever it is asked. */
  const place = new Place(({ text }, request, response) => {
    if (text === undefined) response.writeHead(404).end();
    else if (request.headers['if-none-match'] === `"${text.length}"`) response.writeHead(304).end();
    else response.writeHead(200, { etag: `"${text.length}"`, 'content-encoding': 'gzip' }).end(gzipSync(text));
  });
  afterAll(() => place.close());

  it('is taken when it comes, asked for again by its etag, and kept when a bad one follows', async () => {
    const gateway = await platform.startGateway({
      SUPERGRAPH_FILE: '',
      SUPERGRAPH_URL: await place.open(),
      SUPERGRAPH_POLL_SECONDS: '1',
    });
    expect(await ready(gateway)).toBe(503);
    place.text = supergraph;
    await eventually(async () => expect(await ready(gateway)).toBe(200));
    expect(await countOf(gateway)).toMatchObject({ data: { counters: [] } });
    await eventually(() => expect(place.requests.at(-1)?.headers['if-none-match']).toBe(`"${supergraph.length}"`));

    place.text = 'type Query {';
    const { length } = place.requests;
    await eventually(() => expect(place.requests.length).toBeGreaterThan(length + 1));
    expect(await countOf(gateway)).toMatchObject({ data: { counters: [] } });

    for (const text of [undefined, 'type Query {', undefined]) {
      const before = await refusedLoads(gateway);
      place.text = text;
      await eventually(async () => expect(await refusedLoads(gateway)).toBeGreaterThan(before));
    }
  });
});

describe('a supergraph from GraphOS', () => {
  const uplink = new Place(({ text, bodies }, _request, response) => {
    const { variables } = JSON.parse(bodies.at(-1) ?? '{}') as { variables: { ifAfterId: string | null } };
    const id = String(text?.length);
    const known = { __typename: 'RouterConfigResult', id, supergraphSdl: text, minDelaySeconds: 0.1 };
    const unchanged = { __typename: 'Unchanged', id, minDelaySeconds: 0.1 };
    const failed = { __typename: 'FetchError', code: 'AUTHENTICATION_FAILED', message: 'Invalid credentials' };
    const routerConfig = text === undefined ? failed : variables.ifAfterId === id ? unchanged : known;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: { routerConfig } }));
  });
  beforeAll(() => uplink.open());
  afterAll(() => uplink.close());

  it('is taken when GraphOS has it, followed, and kept when a bad one follows', async () => {
    const gateway = await platform.startGateway({
      SUPERGRAPH_FILE: '',
      APOLLO_KEY: 'service:shop:secret',
      APOLLO_GRAPH_REF: 'shop@current',
      APOLLO_UPLINK_ENDPOINTS: uplink.url,
      SUPERGRAPH_POLL_SECONDS: '1',
    });
    await eventually(() => expect(uplink.bodies).not.toEqual([]));
    expect(await ready(gateway)).toBe(503);
    uplink.text = supergraph;
    await eventually(async () => expect(await ready(gateway)).toBe(200));
    expect(JSON.parse(uplink.bodies.at(-1) ?? '')).toMatchObject({
      variables: { ref: 'shop@current', apiKey: 'service:shop:secret' },
    });
    expect(await countOf(gateway)).toMatchObject({ data: { counters: [] } });

    uplink.text = `${supergraph}\n`;
    const { length } = uplink.bodies;
    await eventually(() => expect(uplink.bodies.length).toBeGreaterThan(length + 2), { timeoutMs: 30_000 });
    expect(JSON.parse(uplink.bodies.at(-1) ?? '')).toMatchObject({
      variables: { ifAfterId: String(supergraph.length + 1) },
    });

    uplink.text = 'type Query {';
    await eventually(async () => expect(await refusedLoads(gateway)).toBe(2), { timeoutMs: 30_000 });
    expect(await ready(gateway)).toBe(200);
    expect(await countOf(gateway)).toMatchObject({ data: { counters: [] } });
  });

  it('is missed each time that GraphOS does not have it', async () => {
    uplink.text = supergraph;
    const gateway = await platform.startGateway({
      SUPERGRAPH_FILE: '',
      APOLLO_KEY: 'service:shop:secret',
      APOLLO_GRAPH_REF: 'shop@missed',
      APOLLO_UPLINK_ENDPOINTS: uplink.url,
    });
    const asked = () => uplink.bodies.filter((body) => body.includes('shop@missed')).length;
    for (let time = 1; time <= 2; time += 1) {
      const known = asked();
      await eventually(() => expect(asked()).toBeGreaterThan(known + 1), { timeoutMs: 30_000 });
      uplink.text = undefined;
      await eventually(async () => expect(await refusedLoads(gateway)).toBe(time), { timeoutMs: 30_000 });
      uplink.text = supergraph;
    }
  });
});

it.each([
  ['none', {}],
  ['two', { SUPERGRAPH_FILE: 'a.graphql', SUPERGRAPH_URL: 'http://127.0.0.1:1/' }],
  ['half of one', { APOLLO_KEY: 'service:shop:secret' }],
])('a gateway that is given %s does not start, and says what to give', async (_what, given) => {
  const problem = /SUPERGRAPH_FILE: give one of/;
  await expect(platform.startGateway({ SUPERGRAPH_FILE: '', ...given })).rejects.toThrow(problem);
});
