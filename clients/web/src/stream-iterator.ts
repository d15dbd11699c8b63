import type { StreamSink } from './resumable-stream.js';

/**
 * A stream as an iterator. Written by hand because `return()` of an async generator waits for a pending `next()`: on a quiet stream the
 * reader could not leave. What is not read yet is kept, so that a slow reader loses nothing; who only shows the newest should read on.
 */
export function iterateStream<Result>(
  start: (sink: StreamSink<Result>) => { stop(): void },
): AsyncIterableIterator<Result> {
  const unread: Result[] = [];
  let end: { readonly error?: unknown } | undefined;
  let wake = (): void => undefined;
  const finish = (how: { readonly error?: unknown }): void => {
    end ??= how;
    wake();
  };
  const stream = start({
    next: (result) => {
      unread.push(result);
      wake();
    },
    error: (error) => finish({ error }),
    complete: () => finish({}),
  });
  const iterator: AsyncIterableIterator<Result> = {
    next: async () => {
      for (;;) {
        if (unread.length > 0) return { done: false, value: unread.shift() as Result };
        if (end) {
          const { error } = end;
          end = {};
          if (error !== undefined) throw error as Error;
          return { done: true, value: undefined };
        }
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    return: async () => {
      stream.stop();
      unread.length = 0;
      finish({});
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
