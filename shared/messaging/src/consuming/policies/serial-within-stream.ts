/** Runs work on a stream when the work given for it before has ended. */
export type InStream = <Result>(stream: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * Messages of one stream one after the other, different streams at once. An optimisation of one process: two handlers that
 * append to one stream would only conflict and decide again. Nothing may rely on it, other processes handle too.
 */
export function serialWithinStream(): InStream {
  const tails = new Map<string, Promise<unknown>>();
  return (stream, work) => {
    const previous = tails.get(stream);
    const current = previous ? previous.then(work) : work();
    const tail = current.catch(() => undefined);
    tails.set(stream, tail);
    void tail.then(() => {
      if (tails.get(stream) === tail) tails.delete(stream);
    });
    return current;
  };
}
