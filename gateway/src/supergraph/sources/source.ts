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

/** What a source has. A text is handed on once, and one that was refused is a problem for as long as it is there. */
export class Latest {
  readonly #hand: SourceListener['onText'];
  #text: string | undefined;
  #refusal: { reason: unknown } | undefined;

  constructor(hand: SourceListener['onText']) {
    this.#hand = hand;
  }

  /** @throws the reason why it is not to be used */
  found(text: string): void {
    if (text !== this.#text) this.#take(text);
    this.unchanged();
  }

  /** @throws the same of what was found before */
  unchanged(): void {
    if (this.#refusal) throw this.#refusal.reason;
  }

  #take(text: string): void {
    this.#text = text;
    this.#refusal = undefined;
    try {
      this.#hand(text);
    } catch (reason) {
      this.#refusal = { reason };
    }
  }
}
