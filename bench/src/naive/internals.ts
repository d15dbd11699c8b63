import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '@ordergraph/launcher';
import type { Commit } from '@ordergraph/messaging';
import type { mongo } from 'mongoose';

/** Methods of messaging that are not for others to use, but that the yardstick replaces. */
export interface Internals {
  readonly CommitStore: Replaceable<{
    readonly collection: mongo.Collection<Commit>;
    append(commit: Commit): Promise<Commit>;
    read(stream: string): Promise<readonly Commit[]>;
    markPublished(commit: Commit): Promise<void>;
  }>;
  readonly CommitConflict: new () => Error;
  readonly GuardedCommits: Replaceable<{ execute: Method }>;
  readonly Publisher: Replaceable<{ publish: Method }>;
  readonly RecentStreams: Replaceable<{ get(): undefined }>;
}

type Method = (this: object, ...parameters: unknown[]) => Promise<unknown>;

interface Replaceable<Methods> {
  readonly prototype: Methods;
}

const modules = [
  'commits/commit-store',
  'commits/guarded-commits',
  'commits/port',
  'commits/recent-streams',
  'publishing/publisher',
];

export async function loadInternals(): Promise<Internals> {
  const directory = join(repositoryRoot, 'shared/messaging/dist');
  const urls = modules.map((module) => pathToFileURL(join(directory, `${module}.js`)).href);
  const loaded = await Promise.all(urls.map((url) => import(url) as Promise<object>));
  return Object.assign({}, ...loaded) as Internals;
}
