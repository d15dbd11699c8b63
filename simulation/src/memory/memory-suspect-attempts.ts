import type { SuspectAttempts } from '@ordergraph/messaging/internals';

/** What is known of suspicious messages, in memory. */
export class MemorySuspectAttempts implements SuspectAttempts {
  readonly #open = new Map<string, number>();

  begin(queue: string, messageId: string): Promise<number> {
    const before = this.#open.get(`${queue}/${messageId}`) ?? 0;
    this.#open.set(`${queue}/${messageId}`, before + 1);
    return Promise.resolve(before);
  }

  survived(queue: string, messageId: string): Promise<void> {
    this.#open.set(`${queue}/${messageId}`, (this.#open.get(`${queue}/${messageId}`) ?? 0) - 1);
    return Promise.resolve();
  }
}
