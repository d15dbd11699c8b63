/** Counts what was played, and says so every few seconds. */
export class Progress {
  readonly #print: (line: string) => void;
  readonly #began = performance.now();
  #saidAt = this.#began;
  #schedules = 0;
  #steps = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  played(schedules: number, steps: number): void {
    this.#schedules += schedules;
    this.#steps += steps;
    if (performance.now() - this.#saidAt < sayEveryMilliseconds) return;
    this.#saidAt = performance.now();
    this.#print(`  ${this.summary()}`);
  }

  summary(): string {
    const seconds = (performance.now() - this.#began) / 1_000;
    const rate = Math.round(this.#schedules / seconds);
    return `${this.#schedules} schedules, ${this.#steps} steps in ${seconds.toFixed(1)} s: ${rate} schedules/s`;
  }
}

const sayEveryMilliseconds = 5_000;
