/**
 * An iterator that can be ended from outside while `next` waits, and that cleans up however it ends: returned, exhausted or
 * failed. A generator could not: its `return()` waits for the pending `next()`.
 */
export function endable<Value>(
  next: () => Promise<IteratorResult<Value>>,
  end: () => void,
): AsyncIterableIterator<Value> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const result = await next();
        if (result.done) end();
        return result;
      } catch (error) {
        end();
        throw error;
      }
    },
    return() {
      end();
      return Promise.resolve({ value: undefined, done: true });
    },
  };
}
