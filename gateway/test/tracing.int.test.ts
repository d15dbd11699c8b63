import { eventually, requestGraphql, testUser } from '@ordergraph/testing';
import { pino } from 'pino';

import type { RunningGateway } from '../src/service.js';
import { type CollectedSpan, type Collector, startCollector } from './support/collector.js';
import { type Platform, startPlatform } from './support/platform.js';
import { connect, watch } from './support/watch.js';

jest.setTimeout(30_000);

const FAILURES = 2;
const SERVER = 2;
const CLIENT = 3;
const CONSUMER = 5;
const ERROR = 2;

const lines: { msg: string }[] = [];
const logger = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line) as { msg: string }) });

let collector: Collector;
let platform: Platform;
let gateway: RunningGateway;
let authorization: string;
beforeAll(async () => {
  // The SDK reads these itself.
  Object.assign(process.env, { OTEL_BSP_SCHEDULE_DELAY: '20', OTEL_EXPORTER_OTLP_TIMEOUT: '500' });
  collector = await startCollector();
  platform = await startPlatform({
    SUBGRAPH_CIRCUIT_FAILURES: String(FAILURES),
    SUBGRAPH_CIRCUIT_MILLISECONDS: '600000',
  });
  gateway = await platform.startGateway({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  authorization = await platform.sign(testUser('1'));
});
afterAll(async () => {
  await platform.stop();
  await collector.stop();
});

const ask = (query: string, headers: Record<string, string> = {}, url = gateway.url) =>
  requestGraphql({ url, query, authorization, headers });

const named = (name: string): Promise<CollectedSpan> =>
  eventually(() => {
    const span = collector.spans.find((each) => each.name === name);
    if (!span) throw new Error(`no span ${name} among ${collector.spans.map((each) => each.name).join(', ')}`);
    return span;
  });
const childrenOf = ({ traceId, spanId }: CollectedSpan) =>
  collector.spans.filter((span) => span.traceId === traceId && span.parentSpanId === spanId);

const traceId = (digit: string) => digit.repeat(32);
const traceparent = (digit: string, flags = '01') => `00-${traceId(digit)}-${digit.repeat(16)}-${flags}`;

describe('the spans of an operation', () => {
  it('are one of its own, and one within it for each request to a subgraph', async () => {
    await ask('query Both { accounts { id counted } }');
    const span = await named('query Both');
    expect(span).toMatchObject({ kind: SERVER, status: {} });
    expect(span.parentSpanId).toBeUndefined();
    expect(span.attributes).toEqual({
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Both',
      'network.protocol.name': 'http',
      'ordergraph.correlation_id': expect.stringMatching(/^[\da-f-]{36}$/) as string,
      'ordergraph.outcome': 'complete',
    });
    const requests = childrenOf(span);
    expect(requests.map(({ name, kind }) => [name, kind])).toEqual([
      ['subgraph accounts', CLIENT],
      ['subgraph counters', CLIENT],
    ]);
    expect(requests[1]?.attributes).toMatchObject({
      'ordergraph.subgraph.name': 'counters',
      'ordergraph.subgraph.entities': 2,
      'server.address': '127.0.0.1',
      'http.response.status_code': 200,
    });
    expect(collector.resource()).toMatchObject({ 'service.name': 'ordergraph-gateway' });
    expect(collector.headers.at(-1)).toMatchObject({ path: '/v1/traces' });
  });

  it('continue the trace of the client, and subgraphs continue theirs', async () => {
    await ask('query Continued { memberCount }', { traceparent: traceparent('a'), tracestate: 'vendor=1' });
    const span = await named('query Continued');
    expect(span).toMatchObject({ traceId: traceId('a'), parentSpanId: 'a'.repeat(16), traceState: 'vendor=1' });
    const [request] = childrenOf(span);
    expect(platform.accounts.received.at(-1)).toMatchObject({
      traceparent: `00-${traceId('a')}-${String(request?.spanId)}-01`,
      tracestate: 'vendor=1',
    });
  });

  it('are not sent where the client does not sample, and subgraphs are told so', async () => {
    await ask('query Unsampled { memberCount }', { traceparent: traceparent('b', '00') });
    expect(platform.accounts.received.at(-1)?.['traceparent']).toMatch(
      new RegExp(`^00-${traceId('b')}-(?!${'b'.repeat(16)})[\\da-f]{16}-00$`),
    );
    await ask('query AfterUnsampled { memberCount }');
    await named('query AfterUnsampled');
    expect(collector.spans.filter((span) => span.traceId === traceId('b'))).toEqual([]);
  });

  it('say by their codes what went wrong', async () => {
    await ask('mutation Bang { explode }');
    const span = await named('mutation Bang');
    expect(span.attributes).toMatchObject({
      'ordergraph.outcome': 'partial',
      'error.type': 'INTERNAL_SERVER_ERROR',
      'ordergraph.error_codes': ['INTERNAL_SERVER_ERROR'],
    });
    expect(span.status).toEqual({ code: ERROR });
    expect(childrenOf(span)).toMatchObject([{ status: { code: ERROR } }]);
    await ask('query Slow { hang }', { 'x-timeout-milliseconds': '200' });
    expect(childrenOf(await named('query Slow'))[0]?.attributes).toMatchObject({ 'error.type': 'DEADLINE_EXCEEDED' });
  });

  it('carry no text, no value and no token', async () => {
    const secret = 'hush-hush';
    const query = 'query Secret($id: ID!) { account(id: $id) { id } echo(value: LOW) }';
    await requestGraphql({ url: gateway.url, query, authorization, variables: { id: secret } });
    await ask(`mutation Literal { signIn(name: "${secret}") }`);
    await ask(`query Wrong { account(id: {a: "${secret}"}) { id } }`);
    await named('mutation Literal');
    expect((await named('query Secret')).attributes['ordergraph.outcome']).toBe('complete');
    const told = collector.bodies.join();
    for (const each of [secret, authorization.split('.').at(-1) ?? '', 'Bearer', 'LOW', 'account(', 'Ada'])
      expect(told).not.toContain(each);
  });

  it('have names of a sensible length', async () => {
    await ask(`query ${'N'.repeat(200)} { __typename }`);
    await named(`query ${'N'.repeat(100)}`);
  });
});

describe('the spans of a subscription', () => {
  const follow = async (room: string, name: string, { more = '', parent }: { more?: string; parent?: string } = {}) => {
    const client = connect(gateway.url, authorization);
    const watching = watch(client, {
      query: `subscription ${name} { counter(room: "${room}") { value ${more} } }`,
      ...(parent && { extensions: { traceparent: parent } }),
    });
    platform.room(room).append({ value: 1, accountId: '1' });
    await eventually(() => {
      expect(watching.payloads).toHaveLength(1);
    });
    return {
      stop: async () => {
        watching.stop();
        await client.dispose();
      },
    };
  };

  it('last as long as the stream, and say how it ended', async () => {
    const watching = await follow('traced', 'Plain', { parent: traceparent('c') });
    const { traceparent: told } = platform.counters.received.at(-1) ?? {};
    expect(collector.spans.filter(({ name }) => name.startsWith('subscription Plain'))).toEqual([]);
    await watching.stop();
    const span = await named('subscription Plain');
    expect(told).toBe(`00-${traceId('c')}-${span.spanId}-01`);
    expect(span).toMatchObject({ kind: SERVER, traceId: traceId('c'), parentSpanId: 'c'.repeat(16), status: {} });
    expect(span.attributes).toMatchObject({
      'graphql.operation.type': 'subscription',
      'network.protocol.name': 'websocket',
      'ordergraph.stream.end': 'left',
      'ordergraph.stream.delivered': 1,
      'ordergraph.stream.dropped': 0,
    });
  });

  it('have a trace for each event that other subgraphs complete, linked to theirs', async () => {
    const watching = await follow('events', 'Joined', { more: 'account { name }' });
    const event = await named('subscription Joined event');
    await eventually(() => {
      expect(childrenOf(event)).toMatchObject([{ name: 'subgraph accounts', kind: CLIENT }]);
    });
    await watching.stop();
    const { traceId: own, spanId } = await named('subscription Joined');
    expect(event).toMatchObject({ kind: CONSUMER, links: [{ traceId: own, spanId }] });
    expect(event.traceId).not.toBe(own);
    expect(platform.accounts.received.at(-1)?.['traceparent']).toContain(event.traceId);
  });

  it('are none, of events neither, where the client does not sample', async () => {
    const watching = await follow('unsampled', 'Quiet', { more: 'account { name }', parent: traceparent('d', '00') });
    expect(platform.accounts.received.at(-1)?.['traceparent']).toMatch(new RegExp(`^00-${traceId('d')}-.*-00$`));
    await watching.stop();
    await ask('query AfterQuiet { __typename }');
    await named('query AfterQuiet');
    expect(collector.spans.filter(({ name }) => name.includes('Quiet'))).toHaveLength(1);
  });

  it('say that one was complete at once, since its conditions select nothing', async () => {
    const client = connect(gateway.url);
    const query = 'subscription Unselected { ticker(room: "x") @skip(if: true) { value } }';
    const watching = watch(client, { query });
    await eventually(() => {
      expect(watching.end).toBe('completed');
    });
    const { attributes } = await named('subscription Unselected');
    expect(attributes).toMatchObject({ 'ordergraph.stream.end': 'completed', 'ordergraph.stream.delivered': 0 });
    await client.dispose();
  });

  it('say why one was turned away', async () => {
    const client = connect(gateway.url);
    const watching = watch(client, { query: 'subscription Refused { counter(room: "x") { value } }' });
    await eventually(() => {
      expect(watching.end).toBeDefined();
    });
    const span = await named('subscription Refused');
    expect(span).toMatchObject({ status: { code: ERROR }, attributes: { 'error.type': 'UNAUTHENTICATED' } });
    await client.dispose();
  });
});

describe('tracing', () => {
  it('is off without a collector: subgraphs get what the client sent', async () => {
    const before = collector.bodies.length;
    await ask('query Off { memberCount }', { traceparent: traceparent('e') }, platform.url);
    expect(platform.accounts.received.at(-1)).toMatchObject({ traceparent: traceparent('e') });
    const disabled = await platform.startGateway({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SDK_DISABLED: 'true',
    });
    await ask('query Off { memberCount }', {}, disabled.url);
    expect(platform.accounts.received.at(-1)).not.toHaveProperty('traceparent');
    await disabled.stop();
    expect(collector.bodies).toHaveLength(before);
  });

  it('is configured by the variables of OpenTelemetry, and sends what waits when it stops', async () => {
    const environment = {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/own/path`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=north,x-other=a%20b',
      OTEL_SERVICE_NAME: 'edge',
    };
    const own = await platform.startGateway(environment);
    await ask('query Named { __typename }', {}, own.url);
    await own.stop();
    expect(collector.spans.map(({ name }) => name)).toContain('query Named');
    expect(collector.headers.at(-1)).toMatchObject({ path: '/own/path', 'x-tenant': 'north', 'x-other': 'a b' });
    expect(collector.resource()).toMatchObject({ 'service.name': 'edge' });

    const never = await platform.startGateway({ ...environment, OTEL_TRACES_SAMPLER: 'always_off' });
    await ask('query Never { __typename }', {}, never.url);
    await never.stop();
    expect(collector.spans.map(({ name }) => name)).not.toContain('query Never');
    await expect(platform.startGateway({ ...environment, OTEL_TRACES_SAMPLER: 'sometimes' })).rejects.toThrow(
      /OTEL_TRACES_SAMPLER/,
    );
  });

  it('never disturbs answers when the collector is away, and says so once', async () => {
    const away = await startCollector();
    await away.stop();
    const own = await platform.startGateway({ OTEL_EXPORTER_OTLP_ENDPOINT: away.url }, logger);
    const said = (text: string) => lines.filter(({ msg }) => msg.includes(text));
    for (let batch = 0; batch < 5; batch += 1) {
      expect((await ask('{ memberCount }', {}, own.url)).data).toEqual({ memberCount: 2 });
      await eventually(() => {
        expect(said('takes no spans')).toHaveLength(1);
      });
    }
    await away.start();
    await eventually(async () => {
      await ask('{ memberCount }', {}, own.url);
      expect(away.spans.length).toBeGreaterThan(0);
    });
    await eventually(() => {
      expect(said('takes spans again')).toHaveLength(1);
    });
    expect(said('takes no spans')).toHaveLength(1);
    await away.stop();
    await ask('{ memberCount }', {}, own.url);
    const began = performance.now();
    await own.stop();
    expect(performance.now() - began).toBeLessThan(8_000);
  });
});

describe('a subgraph that is away', () => {
  it('is seen in the spans: tried again, given up, then left alone', async () => {
    await platform.counters.stop();
    const code = async (name: string) => {
      await ask(`query ${name} { counters { value } }`);
      return childrenOf(await named(`query ${name}`))[0]?.attributes;
    };
    for (let failure = 0; failure < FAILURES; failure += 1)
      expect(await code(`Away${failure}`)).toMatchObject({
        'error.type': 'SUBGRAPH_UNAVAILABLE',
        'http.request.resend_count': 2,
      });
    const suspended = await code('Suspended');
    expect(suspended).toMatchObject({ 'error.type': 'SUBGRAPH_SUSPENDED' });
    expect(suspended).not.toHaveProperty('http.request.resend_count');
    await platform.counters.start();
  });
});
