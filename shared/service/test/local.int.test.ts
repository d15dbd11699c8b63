import { eventually, testUser } from '@ordergraph/testing';
import type { LocalGraph, LocalSink } from '../src/index.js';
import { type RunningLibrary, startLibrary } from './running-library.js';

const ticks = 'subscription { ticks { number loads trouble } }';

interface Heard {
  readonly payloads: unknown[];
  readonly ends: unknown[];
}

describe('a subgraph called from its own process', () => {
  let running: RunningLibrary;
  let local: LocalGraph;
  let ada: { authorization: string };

  beforeEach(async () => {
    running = await startLibrary();
    if (!running.service.local) throw new Error('the library has no graph');
    local = running.service.local;
    ada = { authorization: await running.identity.sign(testUser('ada')) };
  });
  afterEach(() => running.stop());
  const subscribers = (count: number) => eventually(() => expect(running.library.subscribers).toBe(count));

  function subscribe(query: string, extensions = ada): Heard & { leave: () => void } {
    const heard: Heard = { payloads: [], ends: [] };
    const sink: LocalSink = {
      next: (payload) => heard.payloads.push(payload),
      error: (reason) => heard.ends.push(reason),
      complete: () => heard.ends.push('complete'),
    };
    return { ...heard, leave: local.subscribe({ query, extensions }, sink) };
  }

  it('answers for whom the token names', async () => {
    await expect(local.answer({ query: '{ hello whoami }', extensions: ada })).resolves.toMatchObject({
      data: { whoami: 'ada' },
    });
  });

  it.each([
    ['no token', {}],
    ['a forged one', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.' }],
  ])('answers nothing to a stranger with %s, the schema included', async (_, extensions) => {
    const asked = local.answer({ query: '{ _service { sdl } }', extensions });
    await expect(asked).rejects.toThrow('the token was not accepted');
  });

  it('begins nothing for which nobody waits any more', async () => {
    const extensions = { ...ada, timeoutMilliseconds: '0' };
    const late = await local.answer({ query: '{ hello }', extensions });
    expect(late.errors?.[0]?.extensions).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });

  it('validates and limits as over HTTP, and keeps its secrets', async () => {
    const [unknown, long, broken] = await Promise.all(
      ['{ nothing }', `{ ${'hello '.repeat(20_000)} }`, '{ broken }'].map((query) =>
        local.answer({ query, extensions: ada }),
      ),
    );
    expect(unknown?.errors?.[0]?.extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(long?.errors?.[0]?.extensions).toMatchObject({ code: 'GRAPHQL_PARSE_FAILED' });
    expect(broken?.errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(JSON.stringify(broken)).not.toContain('hunter2');
    const id = `"correlationId":"${String(broken?.errors?.[0]?.extensions?.['correlationId'])}"`;
    expect(running.lines.filter((line) => line.includes('hunter2') && line.includes(id))).toHaveLength(1);
  });

  it('counts an answer as one over HTTP', async () => {
    await local.answer({ query: '{ hello broken }', extensions: ada });
    const metrics = await (await fetch(new URL('/metrics', running.service.url))).text();
    const counted = /request_duration_seconds_count\{.*operation="query",outcome="errors".*\} 1$/m;
    expect(metrics).toMatch(counted);
  });

  it('streams with cursors, and tells the source when its reader leaves', async () => {
    const stream = subscribe(ticks);
    await subscribers(1);
    running.library.tick(1);
    running.library.tick(13);
    await eventually(() => expect(stream.payloads).toHaveLength(2));
    expect(stream.payloads).toMatchObject([
      { data: { ticks: { number: 1, loads: 1 } }, extensions: { cursor: 'tick-1' } },
      { errors: [{ path: ['ticks', 'trouble'] }], extensions: { cursor: 'tick-13' } },
    ]);
    stream.leave();
    await subscribers(0);
    expect(stream.ends).toEqual([]);
  });

  it('ends a stream that it refuses with GraphQL errors', async () => {
    const refused = [subscribe('subscription { nothing }'), subscribe(ticks, {} as typeof ada)];
    await eventually(() => expect(refused.map(({ ends }) => ends.length)).toEqual([1, 1]));
    expect(refused.map(({ ends }) => ends[0])).toMatchObject([
      [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
      [{ extensions: { code: 'UNAUTHENTICATED' } }],
    ]);
  });

  it('loses its streams when it stops, so that they are opened elsewhere, and answers nothing afterwards', async () => {
    const stream = subscribe(ticks);
    await subscribers(1);
    await running.service.stop();
    expect(stream.ends).toEqual([expect.objectContaining({ message: 'the subgraph stops' })]);
    await expect(local.answer({ query: '{ hello }', extensions: ada })).rejects.toThrow('has stopped');
    const [late, left] = [subscribe(ticks), subscribe(ticks)];
    left.leave();
    await eventually(() => expect(late.ends).toHaveLength(1));
    expect(left.ends).toEqual([]);
  });
});
