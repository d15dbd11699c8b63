/** What was started, to be ended in reverse order; each thing once, and a failing one does not keep the others running. */
export class Stack {
  readonly #endings: (() => void | Promise<void>)[] = [];
  #unwinding: Promise<void> | undefined;

  push(end: () => void | Promise<void>): void {
    this.#endings.push(end);
  }

  unwind(): Promise<void> {
    this.#unwinding ??= this.#unwind();
    return this.#unwinding;
  }

  async #unwind(): Promise<void> {
    const failures: unknown[] = [];
    for (const end of this.#endings.reverse()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be stopped.');
  }
}
