/** What happened, line by line; kept only when somebody will read it. */
export class Chronicle {
  readonly lines: string[] = [];
  readonly #isKept: boolean;

  constructor(isKept: boolean) {
    this.#isKept = isKept;
  }

  tell(line: () => string): void {
    if (this.#isKept) this.lines.push(line());
  }
}
