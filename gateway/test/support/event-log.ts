/** One thing that happened, with its place in the log. */
export interface LoggedEvent<Payload> {
  cursor: number;
  payload: Payload;
}

/** The events of one subscription field: readers begin anywhere and then follow, as those of a stream of commits do. */
export class EventLog<Payload> {
  readonly #events: LoggedEvent<Payload>[] = [];
  readonly #readers = new Set<() => void>();

  append(payload: Payload): void {
    this.#events.push({ cursor: this.#events.length + 1, payload });
    for (const wake of this.#readers) wake();
  }

  get readers(): number {
    return this.#readers.size;
  }

  get length(): number {
    return this.#events.length;
  }

  /** Events after a place; its `return` is noticed at once, also when nothing happens. */
  read(after: number): AsyncIterableIterator<LoggedEvent<Payload>> {
    let next = after;
    let isOver = false;
    let wake = (): void => undefined;
    const notify = (): void => {
      wake();
    };
    this.#readers.add(notify);
    const iterator: AsyncIterableIterator<LoggedEvent<Payload>> = {
      next: async () => {
        for (;;) {
          if (isOver) return { done: true, value: undefined };
          const event = this.#events[next];
          if (event) {
            next += 1;
            return { done: false, value: event };
          }
          await new Promise<void>((resolve) => (wake = resolve));
        }
      },
      return: () => {
        isOver = true;
        this.#readers.delete(notify);
        wake();
        return Promise.resolve({ done: true, value: undefined });
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }
}

/** Maps what an iterator yields; unlike an async generator it passes on `return` also while it waits. */
export function mapEvents<From, To>(
  source: AsyncIterator<From, unknown>,
  map: (value: From) => To | Promise<To>,
): AsyncGenerator<To, void, undefined> {
  const close = async (): Promise<IteratorReturnResult<void>> => {
    await source.return?.();
    return { done: true, value: undefined };
  };
  const iterator: AsyncGenerator<To, void, undefined> = {
    next: async () => {
      const step = await source.next();
      return step.done === true ? { done: true, value: undefined } : { done: false, value: await map(step.value) };
    },
    return: close,
    throw: close,
    [Symbol.asyncIterator]: () => iterator,
    [Symbol.asyncDispose]: async () => {
      await close();
    },
  };
  return iterator;
}
