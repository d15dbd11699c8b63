/** Where supergraphs come from, and what else is followed. */
export interface SupergraphSource {
  stop(): void;
}

/** Whom a source tells. */
export interface SourceListener {
  /** Called with the text at the start and whenever it became another one. Throws when the text is not to be used. */
  onText: (text: string) => void;
  /** Called once for each new problem: the source cannot be read, or `onText` refused what it has. */
  onProblem: (problem: Error) => void;
}

/** Tells a problem once, however often it is met, until something went well again. */
export class Problems {
  readonly #tell: SourceListener['onProblem'];
  #last: string | undefined;

  constructor(tell: SourceListener['onProblem']) {
    this.#tell = tell;
  }

  met(error: unknown): void {
    const problem = error instanceof Error ? error : new Error(String(error));
    if (problem.message !== this.#last) this.#tell(problem);
    this.#last = problem.message;
  }

  over(): void {
    this.#last = undefined;
  }
}
