interface Line {
  running: number;
  waiting: (() => void)[];
}

/** Has so many pieces of work of one key under way at once, at most; further ones wait, in the order in which they came. */
export class Turns {
  readonly #lines = new Map<string, Line>();

  constructor(private readonly atOnce: number) {}

  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const line = this.#lineOf(key);
    if (line.running < this.atOnce) line.running += 1;
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = line.waiting.shift();
      if (next) next();
      else if ((line.running -= 1) === 0) this.#lines.delete(key);
    }
  }

  #lineOf(key: string): Line {
    const known = this.#lines.get(key);
    if (known) return known;
    const line: Line = { running: 0, waiting: [] };
    this.#lines.set(key, line);
    return line;
  }
}
