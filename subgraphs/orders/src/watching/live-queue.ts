/** Values that are pushed by one side and awaited by the other, one reader. Ending it releases a reader that waits. */
export class LiveQueue<Value> {
  readonly #values: Value[] = [];
  readonly #limit: number;
  #resume: (() => void) | undefined;
  #ended = false;

  /** @param limit how many values wait at most; the oldest give way */
  constructor(limit = Number.POSITIVE_INFINITY) {
    this.#limit = limit;
  }

  push(value: Value): void {
    if (this.#ended) return;
    this.#values.push(value);
    if (this.#values.length > this.#limit) this.#values.shift();
    this.#resume?.();
  }

  /** Waits for the next value; undefined once ended. */
  async take(): Promise<Value | undefined> {
    await this.#something();
    return this.#ended ? undefined : this.#values.shift();
  }

  /** Waits for the next value and takes it with everything behind it; nothing once ended. */
  async takeAll(): Promise<readonly Value[]> {
    await this.#something();
    return this.#ended ? [] : this.#values.splice(0);
  }

  async #something(): Promise<void> {
    while (!this.#ended && this.#values.length === 0) {
      await new Promise<void>((resolve) => (this.#resume = resolve));
      this.#resume = undefined;
    }
  }

  end(): void {
    this.#ended = true;
    this.#resume?.();
  }
}
