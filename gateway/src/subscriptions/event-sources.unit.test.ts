import { visitor } from '@ordergraph/service';
import { eventually } from '@ordergraph/testing';
import { pino } from 'pino';

import { type EventListener, EventSources, type EventSourcesOptions, type SourceRequest } from './event-sources.js';
import type { UpstreamEvent, UpstreamSink } from './upstream.js';

/** Sources of a subgraph that is played by the test: the last sink is what the gateway listens to. */
function play(beginsWithPresent: boolean) {
  const sinks: UpstreamSink[] = [];
  const subscribe = (_payload: unknown, sink: UpstreamSink): (() => void) => {
    sinks.push(sink);
    return () => undefined;
  };
  const sources = new EventSources({
    sockets: { of: () => ({ catalogue: { subscribe } }) },
    tokens: () => Promise.resolve('token'),
    registry: { loaded: () => Promise.resolve({}) },
    logger: pino({ level: 'silent' }),
  } as unknown as EventSourcesOptions);
  const stream = { primary: { serviceName: 'catalogue', operation: 'subscription { revision }' }, beginsWithPresent };
  const request = {
    plan: { stream },
    variables: {},
    context: { principal: visitor, principalKey: 'visitor', address: '', correlationId: 'test' },
    cursor: undefined,
  } as unknown as SourceRequest;
  const join = () => {
    const heard: unknown[] = [];
    const events: UpstreamEvent[] = [];
    const listener: EventListener = {
      onEvent: (told) => {
        events.push(told);
        heard.push(told.data?.['revision']);
      },
      onEnd: () => heard.push('end'),
    };
    return { heard, events, leave: sources.listen(request, listener) };
  };
  const opened = (times: number): Promise<UpstreamSink> =>
    eventually(() => {
      expect(sinks).toHaveLength(times);
      return sinks[times - 1] as UpstreamSink;
    });
  return { join, opened };
}

const event = (revision: string) => ({ data: { revision } });

describe('a shared stream that begins with what is present', () => {
  it('tells it to each who joins, once, and then what comes', async () => {
    const { join, opened } = play(true);
    const early = join();
    const same = join();
    const sink = await opened(1);
    sink.next(event('1'));
    const late = join();
    sink.next(event('2'));
    const last = join();
    expect([early, same, late, last].map(({ heard }) => heard)).toEqual([['1', '2'], ['1', '2'], ['1', '2'], ['2']]);
    for (const { leave } of [early, same, late, last]) leave();
  });

  it('tells nothing old while its subgraph is not heard', async () => {
    const { join, opened } = play(true);
    const early = join();
    const sink = await opened(1);
    sink.next(event('1'));
    sink.error(new Error('lost'));
    const late = join();
    expect(late.heard).toEqual([]);
    (await opened(2)).next(event('2'));
    expect([early.heard, late.heard]).toEqual([['1', '2'], ['2']]);
    for (const { leave } of [early, late]) leave();
  });

  it('tells it as an event of its own, so that what is kept with that goes with its watcher', async () => {
    const { join, opened } = play(true);
    const early = join();
    const same = join();
    (await opened(1)).next(event('1'));
    const late = [join(), join()];
    const [first, second, ...others] = [early, same, ...late].map(({ events }) => events[0]);
    expect(second).toBe(first);
    expect(new Set([first, ...others]).size).toBe(3);
    for (const { leave } of [early, same, ...late]) leave();
  });

  it('begins anew when it had ended, or when all had left', async () => {
    const { join, opened } = play(true);
    const first = join();
    const sink = await opened(1);
    sink.next(event('1'));
    sink.complete();
    const second = join();
    expect([first.heard, second.heard]).toEqual([['1', 'end'], []]);
    (await opened(2)).next(event('2'));
    second.leave();
    const third = join();
    expect(third.heard).toEqual([]);
    (await opened(3)).next(event('3'));
    expect([second.heard, third.heard]).toEqual([['2'], ['3']]);
    third.leave();
  });
});

describe('a shared stream of plain events', () => {
  it('tells who joins what comes from then on', async () => {
    const { join, opened } = play(false);
    const early = join();
    const sink = await opened(1);
    sink.next(event('1'));
    const late = join();
    sink.next(event('2'));
    expect([early.heard, late.heard]).toEqual([['1', '2'], ['2']]);
    for (const { leave } of [early, late]) leave();
  });
});
