/**
 * Maps an async iterable and passes `return()` straight through. A generator would not: its `return()` waits for the
 * pending `next()`, so a subscription on a quiet stream would never end.
 */
export function mapIterable<From, To>(
  source: AsyncIterator<From>,
  map: (value: From) => To | Promise<To>,
): AsyncIterableIterator<To> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const result = await source.next();
      return result.done ? { value: undefined, done: true } : { value: await map(result.value), done: false };
    },
    async return() {
      await source.return?.();
      return { value: undefined, done: true };
    },
  };
}
