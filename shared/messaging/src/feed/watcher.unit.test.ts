import { type Commit, commitId } from '../commits/commit.js';
import type { CommitStore } from '../commits/commit-store.js';
import { Watcher } from './watcher.js';

const commit = (version: number): Commit => ({
  _id: commitId('order-1', version),
  messages: [],
  cause: `cause-${version}`,
  context: { correlationId: 'correlation' },
  at: new Date(0),
  armed: 1,
});

/** A stream whose reads end when the test says so, with what was stored when they began. */
function slowStream() {
  const stored: Commit[] = [];
  const reads: (() => void)[] = [];
  const readFrom = (_stream: string, version: number): Promise<Commit[]> => {
    const page = stored.filter(({ _id }) => _id.version >= version);
    return new Promise((resolve) => reads.push(() => resolve(page)));
  };
  const finishRead = (): void => reads.shift()?.();
  return { stored, finishRead, store: { readFrom } as unknown as CommitStore };
}

const watch = (store: CommitStore, afterVersion: number) =>
  new Watcher(store, 'order-1', afterVersion, () => undefined);
const turn = (): Promise<void> => new Promise(setImmediate);

describe('a watcher', () => {
  it('begins with the version after the one it was given', async () => {
    const { stored, finishRead, store } = slowStream();
    stored.push(commit(1), commit(2), commit(3));
    const watcher = watch(store, 1);
    const next = watcher.next();
    finishRead();
    expect(await next).toMatchObject({ value: { _id: { version: 2 } } });
    expect(await watcher.next()).toMatchObject({ value: { _id: { version: 3 } } });
    expect(watcher.nextVersion).toBe(4);
  });

  it('sees a commit whose wake-up came while it was reading', async () => {
    const { stored, finishRead, store } = slowStream();
    const watcher = watch(store, 0);
    let seen: number | undefined;
    const next = watcher.next().then(({ value }) => (seen = (value as Commit)._id.version));
    stored.push(commit(1)); // too late for the read under way
    watcher.wake();
    finishRead();
    await turn();
    finishRead();
    await turn();
    expect(seen).toBe(1);
    await next;
  });
});
