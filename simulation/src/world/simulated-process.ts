import type { Agenda, Step } from './agenda.js';

/** The error of a request that fails on its way. */
export type Failing = (what: string) => Error;

/**
 * One running process of a service: everything it asks of the outside goes through here, and nothing comes back once it has
 * crashed. Its memory is what its closures hold; a restart is another process.
 */
export class SimulatedProcess {
  readonly name: string;
  readonly #agenda: Agenda;
  #isAlive = true;
  isStalled = false;

  constructor(name: string, agenda: Agenda) {
    this.name = name;
    this.#agenda = agenda;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get isRunning(): boolean {
    return this.#isAlive && !this.isStalled;
  }

  /** Asks a server for something: answered when its step is performed. */
  request<Result>(what: () => string, effect: () => Result | Promise<Result>, failing?: Failing): Promise<Result> {
    if (!this.#isAlive) return never();
    return new Promise<Result>((resolve, reject) => {
      const perform = (): void => this.#perform(effect, resolve, reject);
      const fail = (when: 'before' | 'after'): void => {
        if (when === 'after') this.#perform(effect, ignore, ignore);
        if (failing) reject(failing(what()));
      };
      this.#add(what, perform, failing && fail);
    });
  }

  /** Waits on this process's timer. */
  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#agenda.after(milliseconds, () => {
        if (this.#isAlive) this.#add(waited, resolve);
      });
    });
  }

  /** Loses its memory. What it had sent is lost with it, or still arrives. */
  crash(inFlight: 'lost' | 'arrives'): void {
    this.#isAlive = false;
    this.isStalled = false;
    const mine = this.#agenda.removeAll((step) => step.owner === this);
    if (inFlight === 'lost') return;
    for (const { tell, perform, fail } of mine) {
      if (fail)
        this.#agenda.add({ tell: () => `what was sent before the crash arrives: ${tell()}`, isPossible, perform });
    }
  }

  #add(what: () => string, perform: () => void, fail?: Step['fail']): void {
    this.#agenda.add({
      owner: this,
      tell: () => `${this.name} ${what()}`,
      isPossible: () => !this.isStalled,
      perform,
      ...(fail && { fail }),
    });
  }

  #perform<Result>(
    effect: () => Result | Promise<Result>,
    resolve: (result: Result) => void,
    reject: (error: unknown) => void,
  ): void {
    try {
      Promise.resolve(effect()).then(
        (result) => this.#isAlive && resolve(result),
        (error: unknown) => this.#isAlive && reject(error),
      );
    } catch (error) {
      if (this.#isAlive) reject(error);
    }
  }
}

const waited = (): string => 'has waited long enough';
const isPossible = (): boolean => true;
const ignore = (): void => undefined;
const never = <Result>(): Promise<Result> => new Promise<Result>(() => undefined);
