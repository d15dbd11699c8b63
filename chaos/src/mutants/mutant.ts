/** A planted bug: one exact place in the sources, what stands there instead, and the tests that must notice. */
export interface Mutant {
  readonly name: string;
  /** What goes wrong, in words. */
  readonly harm: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly source: string;
  readonly replacement: string;
  /** Each of them passes without it; at least one fails with it. */
  readonly caughtBy: readonly [NamedTest, ...NamedTest[]];
}

export interface NamedTest {
  /** From the root of the repository. */
  readonly file: string;
  /** As in `it('…')`. */
  readonly title: string;
}

/** The sources have changed below a mutant: it must be planted anew. */
export class MutantMisplaced extends Error {}

/** The file with the bug in it. @throws {MutantMisplaced} */
export function plant({ name, file, source, replacement }: Mutant, text: string): string {
  const parts = text.split(source);
  if (parts.length !== 2) throw new MutantMisplaced(`${name}: its source is ${parts.length - 1} times in ${file}`);
  return parts.join(replacement);
}
