import type { GraphQLError } from 'graphql';

import { Upstream, type UpstreamSink } from './upstream.js';

jest.useFakeTimers();

/** An upstream over operations that the test plays by hand. */
function upstream(cursor?: string) {
  const opened: { cursor: string | undefined; sink: UpstreamSink; isOpen: boolean }[] = [];
  const events: unknown[] = [];
  const ends: (GraphQLError | undefined)[] = [];
  const stream = new Upstream({
    cursor,
    open: (after, sink) => {
      const operation = { cursor: after, sink, isOpen: true };
      opened.push(operation);
      return Promise.resolve(() => {
        operation.isOpen = false;
      });
    },
    onEvent: (event, after) => events.push([event.data, after]),
    onEnd: (error) => ends.push(error),
  });
  return { stream, opened, events, ends, last: () => opened.at(-1)! };
}
const event = (value: number, cursor = String(value)) => ({ data: { value }, extensions: { cursor } });
const settle = () => jest.advanceTimersByTimeAsync(0);
const lost = { code: 1006, reason: '' };

describe('an upstream', () => {
  it('opens again after the last cursor when its connection is lost', async () => {
    const { opened, events, last } = upstream('0');
    await settle();
    last().sink.next(event(1));
    last().sink.next(event(2));
    last().sink.error(lost);
    await jest.advanceTimersByTimeAsync(200);
    expect(opened.map(({ cursor }) => cursor)).toEqual(['0', '2']);
    last().sink.next(event(3));
    expect(events).toEqual([
      [{ value: 1 }, '1'],
      [{ value: 2 }, '2'],
      [{ value: 3 }, '3'],
    ]);
  });

  it('ignores what comes late from an operation it has given up', async () => {
    const { opened, events, ends } = upstream();
    await settle();
    opened[0]!.sink.error(lost);
    opened[0]!.sink.next(event(1));
    opened[0]!.sink.complete();
    await jest.advanceTimersByTimeAsync(200);
    expect([opened.length, events, ends]).toEqual([2, [], []]);
  });

  it('waits longer and longer, and gives up with its cursor', async () => {
    const { opened, ends, last } = upstream('7');
    for (let tries = 0; tries < 40 && ends.length === 0; tries += 1) {
      await settle();
      last().sink.error(lost);
      await jest.advanceTimersByTimeAsync(7_500);
    }
    expect(opened.length).toBeLessThan(12);
    expect(ends).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true, cursor: '7' } }]);
  });

  it('ends with the refusal of its subgraph, whether it comes as an error or as a payload without data', async () => {
    for (const refuse of ['error', 'payload']) {
      const { ends, last } = upstream();
      await settle();
      const errors = [{ message: 'no', extensions: { code: 'CURSOR_INVALID' } }];
      if (refuse === 'error') last().sink.error(errors);
      else last().sink.next({ errors });
      expect(ends).toMatchObject([{ message: 'no', extensions: { code: 'CURSOR_INVALID', retryable: false } }]);
    }
  });

  it.each([{ retryable: true, code: 'SLOW_WATCHER' }, { code: 'UNAUTHENTICATED' }])(
    'opens again after %j',
    async (extensions) => {
      const { opened, ends, last } = upstream();
      await settle();
      last().sink.error([{ message: 'again', extensions }]);
      await jest.advanceTimersByTimeAsync(200);
      expect([opened.length, ends]).toEqual([2, []]);
    },
  );

  it('ends when its token is refused once more, and not when that is one that was accepted in between', async () => {
    const { opened, ends, last } = upstream();
    const refuse = async () => {
      await settle();
      last().sink.error([{ message: 'who?', extensions: { code: 'UNAUTHENTICATED' } }]);
      await jest.advanceTimersByTimeAsync(200);
    };
    await refuse();
    last().sink.next(event(1));
    await refuse();
    await jest.advanceTimersByTimeAsync(20_000);
    await refuse();
    expect([opened.length, ends]).toEqual([4, []]);
    await refuse();
    expect(ends).toMatchObject([
      { message: 'who?', extensions: { code: 'UNAUTHENTICATED', retryable: false, cursor: '1' } },
    ]);
  });

  it('passes on an event of which only a field failed', async () => {
    const { events, ends, last } = upstream();
    await settle();
    last().sink.next({ data: null, errors: [{ message: 'field' }] });
    expect([events, ends]).toEqual([[[null, undefined]], []]);
  });

  it('stops its operation when it is stopped, also while it opens, and then says nothing', async () => {
    const { stream, ends, last } = upstream();
    stream.stop();
    await settle();
    expect(last().isOpen).toBe(false);
    last().sink.complete();
    expect(ends).toEqual([]);
  });
});
