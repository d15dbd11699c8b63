import { createBackoff } from './backoff.js';
import { ResumableStream, type StreamAttempt, type StreamSink } from './resumable-stream.js';
import { type StreamResult, versionOfOrderProgress } from './stream-position.js';
import { type GetToken, Tokens } from './tokens.js';

jest.useFakeTimers();

/** A stream whose attempts the test plays by hand. */
function stream(getToken?: GetToken) {
  const attempts: (StreamAttempt & { sink: StreamSink<StreamResult>; isOpen: boolean })[] = [];
  const results: unknown[] = [];
  const ends: unknown[] = [];
  const interruptions: unknown[] = [];
  const resumable = new ResumableStream({
    open: (attempt, sink) => {
      const opened = { ...attempt, sink, isOpen: true };
      attempts.push(opened);
      return () => {
        opened.isOpen = false;
      };
    },
    sink: {
      next: ({ data }) => results.push(data),
      error: (reason) => ends.push(reason),
      complete: () => ends.push('completed'),
    },
    tokens: new Tokens(getToken),
    backoff: createBackoff({ firstMilliseconds: 100, longestMilliseconds: 1_000 }),
    versionOf: versionOfOrderProgress,
    onInterruption: (reason) => interruptions.push(reason),
  });
  return { resumable, attempts, results, ends, interruptions, last: () => attempts.at(-1)!.sink };
}
const payload = (value: number) => ({ data: { value }, extensions: { cursor: String(value) } });
const progress = (version: number) => ({
  data: { orderProgress: { version } },
  extensions: { cursor: `c${version}` },
});
const error = (code: string, extensions = {}) => [{ message: code, extensions: { code, ...extensions } }];
const settle = (milliseconds = 0) => jest.advanceTimersByTimeAsync(milliseconds);
const lost = { code: 1006, reason: '' };

describe('a resumable stream', () => {
  it('goes on after the last cursor when its connection is lost', async () => {
    const { attempts, results, ends, last } = stream();
    await settle();
    last().next(payload(1));
    last().next(payload(2));
    last().error(lost);
    await settle(200);
    last().next(payload(3));
    expect(attempts.map(({ cursor }) => cursor)).toEqual([undefined, '2']);
    expect(results).toEqual([{ value: 1 }, { value: 2 }, { value: 3 }]);
    expect(ends).toEqual([]);
  });

  it('drops a payload whose cursor or version it had, and keeps its place', async () => {
    const { attempts, results, last } = stream();
    await settle();
    last().next(progress(1));
    last().next(progress(1));
    last().next(progress(3));
    last().next(progress(2));
    last().error(lost);
    await settle(200);
    expect(results).toEqual([{ orderProgress: { version: 1 } }, { orderProgress: { version: 3 } }]);
    expect(attempts[1]!.cursor).toBe('c3');
  });

  it('does not compare the versions of many orders', async () => {
    const { results, last } = stream();
    await settle();
    for (const version of [5, 2]) {
      last().next({ data: { myOrderProgress: { version } }, extensions: { cursor: `of ${version}` } });
    }
    expect(results).toHaveLength(2);
  });

  it('ignores what comes late from an attempt it has given up', async () => {
    const { attempts, results, ends } = stream();
    await settle();
    attempts[0]!.sink.error(lost);
    attempts[0]!.sink.next(payload(1));
    attempts[0]!.sink.complete();
    await settle(200);
    expect([attempts.length, results, ends]).toEqual([2, [], []]);
  });

  it('waits longer and longer, with jitter, and begins anew with a short pause after a payload', async () => {
    const { attempts, last } = stream();
    const countFor = async (milliseconds: number) => {
      const before = attempts.length;
      for (let passed = 0; passed < milliseconds; passed += 10) {
        if (attempts.at(-1)?.isOpen === true) last().error(lost);
        await settle(10);
      }
      return attempts.length - before;
    };
    await settle();
    const first = await countFor(1_000);
    const later = await countFor(3_000);
    expect(first).toBeGreaterThanOrEqual(2);
    expect(later).toBeLessThanOrEqual(6);
    await settle(1_500);
    last().next(payload(1));
    last().error(lost);
    await settle(160);
    expect(attempts.at(-1)).toMatchObject({ cursor: '1', isOpen: true });
  });

  it('resumes what the gateway calls retryable, not before it allows', async () => {
    const { attempts, ends, last, interruptions } = stream();
    await settle();
    last().error(error('RATE_LIMITED', { retryable: true, retryAfterSeconds: 5, cursor: '7' }));
    await settle(4_900);
    expect(attempts).toHaveLength(1);
    await settle(200);
    expect(attempts[1]!.cursor).toBe('7');
    expect(ends).toEqual([]);
    expect(interruptions).toHaveLength(1);
  });

  it.each([
    ['an error message', (sink: StreamSink<StreamResult>) => sink.error(error('CURSOR_INVALID', { retryable: false }))],
    ['a result without data', (sink: StreamSink<StreamResult>) => sink.next({ errors: error('CURSOR_INVALID') })],
  ])('hands a refusal to its caller, come as %s', async (_, refuse) => {
    const { attempts, ends, last } = stream();
    await settle();
    refuse(last());
    await settle(60_000);
    expect(ends).toMatchObject([{ name: 'StreamRefused', code: 'CURSOR_INVALID' }]);
    expect(attempts.map(({ isOpen }) => isOpen)).toEqual([false]);
  });

  it('completes with its operation, and opens nothing more', async () => {
    const { attempts, ends, last } = stream();
    await settle();
    last().complete();
    await settle(60_000);
    expect([attempts.length, ends]).toEqual([1, ['completed']]);
  });

  it('stops while it is open or waiting, without a word', async () => {
    for (const isWaiting of [true, false]) {
      const { resumable, attempts, ends, last } = stream();
      await settle();
      if (isWaiting) last().error(lost);
      resumable.stop();
      await settle(60_000);
      expect(attempts.map(({ isOpen }) => isOpen)).toEqual([false]);
      expect(ends).toEqual([]);
    }
  });
});

describe('the token of a resumable stream', () => {
  it.each([
    ['close 4403', { code: 4403, reason: 'Token expired' }],
    ['UNAUTHENTICATED', error('UNAUTHENTICATED', { retryable: false })],
    ['status 401', { statusCode: 401, bodyText: '' }],
  ])('is renewed after %s, and the stream goes on', async (_, refusal) => {
    const asked: (string | undefined)[] = [];
    const { attempts, ends, last } = stream(({ rejected }) => {
      asked.push(rejected);
      return rejected === undefined ? 'old' : 'new';
    });
    await settle();
    last().next(payload(1));
    last().error(refusal);
    await settle();
    expect(asked).toEqual([undefined, 'old']);
    expect(attempts.map(({ token, cursor }) => [token, cursor])).toEqual([
      ['old', undefined],
      ['new', '1'],
    ]);
    expect(ends).toEqual([]);
  });

  it('that is refused again at once ends the stream; one that was good for a while does not', async () => {
    let count = 0;
    const { attempts, ends, last } = stream(() => String((count += 1)));
    await settle();
    for (let life = 0; life < 3; life += 1) {
      await settle(20_000);
      last().error({ code: 4403, reason: '' });
      await settle();
    }
    expect([attempts.length, ends]).toEqual([4, []]);
    last().error({ code: 4403, reason: '' });
    expect(ends).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
  });

  it('that cannot be had for the moment is asked for again', async () => {
    let isReachable = false;
    const { attempts, ends } = stream(async () => {
      if (!isReachable) throw new TypeError('fetch failed');
      return 'token';
    });
    await settle(1_000);
    expect([attempts.length, ends]).toEqual([0, []]);
    isReachable = true;
    await settle(2_000);
    expect(attempts).toMatchObject([{ token: 'token' }]);
  });

  it('is asked for once by all streams of a client, and an older one that is refused says nothing about it', async () => {
    const asked: (string | undefined)[] = [];
    const tokens = new Tokens(async ({ rejected }) => {
      asked.push(rejected);
      return `token ${asked.length}`;
    });
    expect(await Promise.all([tokens.take(), tokens.take()])).toEqual(['token 1', 'token 1']);
    tokens.reject('token 1');
    await tokens.take();
    tokens.reject('token 1');
    await tokens.take();
    expect(asked).toEqual([undefined, 'token 1', undefined]);
  });
});
