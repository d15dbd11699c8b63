import type { Commit } from './commit.js';

/**
 * The state of a long stream at one version, so that it need not be read from its beginning. Discardable: without it the
 * stream is read whole. One per stream and version of `evolve`, since two releases may run at once.
 */
export interface Snapshot<State = unknown> {
  /** Made by `snapshotId` only: another key order would be another key. */
  readonly _id: { readonly stream: string; readonly evolveVersion: number };
  readonly version: number;
  /** Of the commit that made this version: tells whether the stream still is the one this was taken of. */
  readonly cause: string;
  readonly state: State;
}

export const snapshotId = (stream: string, evolveVersion: number): Snapshot['_id'] => ({ stream, evolveVersion });

/** Whether the stream, read from the snapshot's version on, is the one that the snapshot was taken of. */
export const isTakenOf = ({ version, cause }: Snapshot, [first]: readonly Commit[]): boolean =>
  first?._id.version === version && first.cause === cause;

/** Commits of a stream, oldest first: all of them, or those from the snapshot's own on. */
export interface StreamRead {
  readonly commits: readonly Commit[];
  readonly snapshot?: Snapshot;
}

/** What loading needs of a store of snapshots; `SnapshotStore` keeps them in MongoDB. Without one every stream is read whole. */
export interface Snapshots {
  /** The stream from its newest valid snapshot on; undefined: read it whole. */
  read(stream: string, evolveVersion: number): Promise<StreamRead | undefined>;
  /** The commit that a cause made, also before the snapshot. */
  caused(stream: string, cause: string): Promise<Commit | undefined>;
  /** Keeps the state after a commit, in the background. */
  keep(commit: Commit, evolveVersion: number, state: unknown): void;
}
