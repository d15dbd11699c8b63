import { z } from 'zod';

/** Misbehaviour on request. Counters go down with each operation they hit; everything ends with `DELETE /faults`. */
export const FaultRequest = z.strictObject({
  /** Only these operations misbehave; absent: all. */
  operations: z.array(z.enum(['authorization', 'capture', 'void', 'refund', 'lookup'])).optional(),
  /** Answers 500 to the next N operations, without doing anything. */
  failNext: z.int().min(0).optional(),
  /** Performs the next N operations and cuts the connection instead of answering. */
  dropAnswers: z.int().min(0).optional(),
  /** Waits so long before every operation. */
  delayMilliseconds: z.int().min(0).optional(),
  /** Answers 503 to everything, the health check included. */
  unavailable: z.boolean().optional(),
});
export type FaultRequest = z.infer<typeof FaultRequest>;

export type FaultyOperation = NonNullable<FaultRequest['operations']>[number];

export class Faults {
  #active: FaultRequest = {};

  get unavailable(): boolean {
    return this.#active.unavailable ?? false;
  }

  delayMilliseconds(operation: FaultyOperation): number {
    return this.#concerns(operation) ? (this.#active.delayMilliseconds ?? 0) : 0;
  }

  set(faults: FaultRequest): void {
    this.#active = faults;
  }

  /** Whether this operation is to fail; counts it. */
  takeFailure(operation: FaultyOperation): boolean {
    return this.#take('failNext', operation);
  }

  /** Whether the answer to this operation is to be lost; counts it. */
  takeDroppedAnswer(operation: FaultyOperation): boolean {
    return this.#take('dropAnswers', operation);
  }

  #take(counter: 'failNext' | 'dropAnswers', operation: FaultyOperation): boolean {
    const left = this.#active[counter] ?? 0;
    if (left === 0 || !this.#concerns(operation)) return false;
    this.#active = { ...this.#active, [counter]: left - 1 };
    return true;
  }

  #concerns(operation: FaultyOperation): boolean {
    return this.#active.operations?.includes(operation) ?? true;
  }
}
