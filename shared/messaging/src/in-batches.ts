import { allOver } from './all-over.js';

export interface Batches<Item> {
  /** Begun at a time, at most. */
  readonly size: number;
  readonly work: (item: Item) => Promise<void>;
  /** Called after each full batch; throws to end it. */
  readonly between?: () => Promise<void>;
}

/**
 * Works on everything, begun in order. Throws the first failure, of the work or of what the items come from, when all that was begun is over:
 * nothing is rejected while nobody listens.
 */
export async function inBatches<Item>(items: AsyncIterable<Item>, options: Batches<Item>): Promise<void> {
  const { size, work, between } = options;
  let begun: Promise<void>[] = [];
  const over = (): Promise<void> => {
    const batch = begun;
    begun = [];
    return allOver(batch);
  };
  try {
    for await (const item of items) {
      const done = work(item);
      done.catch(() => undefined); // told when the batch is over
      begun.push(done);
      if (begun.length < size) continue;
      await over();
      await between?.();
    }
  } finally {
    await over();
  }
}
