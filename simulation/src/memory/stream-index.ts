import type { Commit, CommitId } from '@ordergraph/messaging';

/** Commits by stream, each stream by version. A commit that is put again replaces what was there: commits never change in place. */
export class StreamIndex {
  readonly #streams = new Map<string, Commit[]>();
  /** Of all streams, until the next change. */
  #all: readonly Commit[] | undefined;

  of(stream: string): readonly Commit[] {
    return this.#streams.get(stream) ?? [];
  }

  get({ stream, version }: CommitId): Commit | undefined {
    return this.of(stream).find(({ _id }) => _id.version === version);
  }

  put(commit: Commit): Commit {
    const { stream, version } = commit._id;
    const commits = this.#streams.get(stream) ?? [];
    const index = commits.findIndex(({ _id }) => _id.version >= version);
    if (index === -1) commits.push(commit);
    else commits.splice(index, commits[index]?._id.version === version ? 1 : 0, commit);
    this.#streams.set(stream, commits);
    this.#all = undefined;
    return commit;
  }

  all(): readonly Commit[] {
    return (this.#all ??= [...this.#streams.values()].flat());
  }
}
