import type { Collection } from 'mongoose';

type Settle = (inserted: boolean | Error) => void;

/**
 * Inserts documents that arrive together in one write: one flush is in flight, whatever comes meanwhile joins the next. Each
 * caller learns of its own document: false when a unique key was taken.
 */
export class InsertBatch<Document extends object> {
  readonly #collection: Collection<Document>;
  #waiting: { readonly document: Document; readonly settle: Settle }[] = [];
  #isFlushing = false;

  constructor(collection: Collection<Document>) {
    this.#collection = collection;
  }

  insert(document: Document): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const settle: Settle = (inserted) => (inserted instanceof Error ? reject(inserted) : resolve(inserted));
      this.#waiting.push({ document, settle });
      if (!this.#isFlushing) void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    this.#isFlushing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const errors = await this.#write(batch.map(({ document }) => document));
      batch.forEach(({ settle }, index) => settle(errors(index)));
    }
    this.#isFlushing = false;
  }

  async #write(documents: readonly Document[]): Promise<(index: number) => boolean | Error> {
    try {
      await this.#collection.insertMany(documents as Parameters<Collection<Document>['insertMany']>[0], {
        ordered: false,
      });
      return () => true;
    } catch (error) {
      const failed = duplicatesIn(error);
      return failed ? (index) => !failed.has(index) : () => (error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** Indexes of the documents whose key was taken; undefined when anything else went wrong. */
function duplicatesIn(error: unknown): ReadonlySet<number> | undefined {
  if (typeof error !== 'object' || error === null || !('writeErrors' in error)) return undefined;
  const errors = [error.writeErrors].flat() as { readonly code: number; readonly index: number }[];
  const isDuplicates = errors.length > 0 && errors.every(({ code }) => code === 11_000);
  return isDuplicates ? new Set(errors.map(({ index }) => index)) : undefined;
}
