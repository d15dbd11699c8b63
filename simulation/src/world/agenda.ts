import { Timers } from './timers.js';

/** One thing that can happen next: a request reaches its server and is answered, a message reaches a consumer, a wait is over. */
export interface Step {
  /** Whose memory it needs. */
  readonly owner?: object;
  /** For the story. */
  readonly tell: () => string;
  /** It waits while this is false: its process stands still, nobody consumes the queue. */
  readonly isPossible: () => boolean;
  readonly perform: () => void;
  /** Requests only: it fails, before or after it had its effect. */
  readonly fail?: (when: 'before' | 'after') => void;
}

/** Everything that can happen next, and the time. Nothing in a simulated world happens by itself. */
export class Agenda {
  readonly timers = new Timers();
  readonly #begin = Date.parse('2026-01-01T09:00:00.000Z');
  #elapsed = 0;
  #taken = 0;
  #steps: Step[] = [];

  readonly now = (): Date => new Date(this.#begin + this.#elapsed);

  get elapsed(): number {
    return this.#elapsed;
  }

  /** Steps so far. */
  get taken(): number {
    return this.#taken;
  }

  get steps(): readonly Step[] {
    return this.#steps;
  }

  add(step: Step): void {
    this.#steps.push(step);
  }

  remove(step: Step): void {
    const index = this.#steps.indexOf(step);
    if (index !== -1) this.#steps.splice(index, 1);
  }

  removeAll(chosen: (step: Step) => boolean): Step[] {
    const removed = this.#steps.filter(chosen);
    this.#steps = this.#steps.filter((step) => !chosen(step));
    return removed;
  }

  /** Takes the step that comes next: the first possible one, or another one that `draw` chooses. */
  take(draw: () => number): Step | undefined {
    const place = draw();
    const index = place === 0 ? this.#steps.findIndex(isPossible) : this.#indexOf(place);
    const [step] = index === -1 ? [] : this.#steps.splice(index, 1);
    if (!step) return undefined;
    this.#taken += 1;
    this.#elapsed += millisecondsPerStep;
    return step;
  }

  /** Lets time pass; waits that are over become steps. */
  pass(milliseconds: number): void {
    this.#elapsed += milliseconds;
    this.timers.fire(this.#elapsed);
  }

  /** Calls back after so long. */
  after(milliseconds: number, call: () => void): void {
    this.timers.add(this.#elapsed + milliseconds, call);
  }

  /** In milliseconds on the agenda's own scale. */
  elapsedAt(time: number): number {
    return time - this.#begin;
  }

  #indexOf(place: number): number {
    const possible = this.#steps.flatMap((step, index) => (step.isPossible() ? [index] : []));
    return possible[place % possible.length] ?? -1;
  }
}

const isPossible = (step: Step): boolean => step.isPossible();
const millisecondsPerStep = 1;
