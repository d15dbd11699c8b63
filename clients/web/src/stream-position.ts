/** A payload of a subscription, of any transport. */
export interface StreamResult {
  readonly data?: unknown;
  readonly errors?: readonly unknown[] | undefined;
  readonly extensions?: unknown;
}

/** The version that a payload's data shows, of a stream in which it only grows; undefined where that says nothing. */
export type VersionOf = (data: unknown) => number | undefined;

/** An order's progress is of one order, whose versions grow. Those of `myOrderProgress` are of many orders and cannot be compared. */
export const versionOfOrderProgress: VersionOf = (data) => {
  const version = (data as { orderProgress?: { version?: unknown } | null } | null)?.orderProgress?.version;
  return typeof version === 'number' ? version : undefined;
};

/** How far a stream has come. Holds the newest cursor and version and nothing else, however long the stream. */
export class StreamPosition {
  #version: number | undefined;

  constructor(
    private readonly versionOf: VersionOf,
    public cursor?: string,
  ) {}

  /** Answers false, and stays where it is, for a payload that came before. */
  advance({ data, extensions }: StreamResult): boolean {
    const { cursor } = (extensions ?? {}) as { cursor?: unknown };
    if (cursor !== undefined && cursor === this.cursor) return false;
    const version = this.versionOf(data);
    if (version !== undefined && this.#version !== undefined && version <= this.#version) return false;
    if (typeof cursor === 'string') this.cursor = cursor;
    this.#version = version ?? this.#version;
    return true;
  }
}
