import type { Stage } from '../platform/stage.js';
import type { Random } from '../random.js';

/** A way to break something, and to mend it again. */
export interface Fault {
  readonly name: string;
  /** One fault at a time in each lane; lanes overlap. `operations`: what operators do meanwhile. */
  readonly lane: 'infrastructure' | 'services' | 'operations';
  /** It lasts from … to … seconds. */
  readonly lasts: readonly [number, number];
  begin(stage: Stage, random: Random): Promise<Begun>;
}

export interface Begun {
  /** What was broken, in words. */
  readonly what: string;
  /** Mends it; a text it answers is reported. */
  end(): Promise<unknown>;
}

/** Nothing has to be mended: it mends itself. */
export const once = (what: string): Begun => ({ what, end: () => Promise.resolve() });
