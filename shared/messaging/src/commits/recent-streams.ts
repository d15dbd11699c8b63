import { LRUCache } from 'lru-cache';
import type { Commit } from './commit.js';
import type { AnyDecider, Decider } from './decider.js';
import type { Loaded } from './fold.js';

/**
 * Streams as this process last read or wrote them: a saga's next step then needs no read. What is remembered may be old, so
 * it decides only what the append itself proves: a commit made from it fails when anybody else was faster.
 */
export class RecentStreams {
  readonly #streams: LRUCache<string, Remembered>;

  /** @param streams how many are remembered: a few kilobytes each. */
  constructor(streams = 2_000) {
    this.#streams = new LRUCache({ max: streams });
  }

  /** A stream remembered for this decider. */
  get<State>(decider: Decider<State>, stream: string): Loaded<State> | undefined {
    const remembered = this.#streams.get(stream);
    return remembered?.decider === decider ? (remembered.loaded as Loaded<State>) : undefined;
  }

  /** A stream's commits from the first on, when this one is among those remembered. */
  wholeWith({ _id: { stream, version } }: Commit): readonly Commit[] | undefined {
    const loaded = this.#streams.peek(stream)?.loaded;
    return loaded && loaded.snapshot === undefined && loaded.version >= version ? loaded.commits : undefined;
  }

  /** The newest version known here; 0 when none is. */
  versionOf(stream: string): number {
    return this.#streams.peek(stream)?.loaded.version ?? 0;
  }

  remember<State>(decider: Decider<State>, stream: string, loaded: Loaded<State>): void {
    if (loaded.version < this.versionOf(stream)) return;
    if (loaded.commits.length > longestStream) this.forget(stream);
    else this.#streams.set(stream, { decider, loaded });
  }

  forget(stream: string): void {
    this.#streams.delete(stream);
  }
}

interface Remembered {
  readonly decider: AnyDecider;
  readonly loaded: Loaded<unknown>;
}

/** Longer ones would take the memory of many. */
const longestStream = 100;
