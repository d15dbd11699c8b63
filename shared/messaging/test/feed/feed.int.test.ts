import { EventEmitter } from 'node:events';
import { eventually, killChangeStreams, testMongo, uniqueNamespace } from '@ordergraph/testing';
import type { mongo } from 'mongoose';
import pino from 'pino';
import type { Commit } from '../../src/index.js';
import { Feed } from '../../src/feed/feed.js';
import { causedBy, Counted, counter, openLog, type TestLog, versionsOf } from '../commits/counter.js';

const namespace = uniqueNamespace();
const database = `${namespace.name}_feed`;
const never = 3_600_000;
let replica: TestLog;
let feed: Feed;
beforeAll(async () => (replica = await openLog(testMongo().uri, database)));
afterEach(() => feed.stop());
afterAll(async () => {
  await replica.close();
  await namespace.cleanup();
});

function startFeed(resyncMilliseconds: number): void {
  const { store } = replica;
  feed = new Feed({ store, logger: pino({ level: 'silent' }), resyncMilliseconds });
  feed.start();
}

let commits = 0;
const commitTo = (id: string) =>
  replica.log.execute(counter, id, { ...causedBy(`cause-${(commits += 1)}`), decide: () => [Counted({ by: 1 })] });

/** Everything that a watcher of a stream has seen so far. */
function watch(id: string): Commit[] {
  const seen: Commit[] = [];
  const follow = async (): Promise<void> => {
    for await (const commit of feed.watchStream(`counter-${id}`, 0)) seen.push(commit);
  };
  void follow();
  return seen;
}

describe('a watcher of a stream', () => {
  it('sees every commit once and in order though the change stream is killed again and again', async () => {
    startFeed(never);
    const [busy, quiet] = [watch('busy'), watch('quiet')];
    for (let round = 1; round <= 3; round += 1) {
      await commitTo('busy');
      await eventually(() => expect(busy).toHaveLength(2 * round - 1));
      expect(await killChangeStreams(database, 'commits')).toBe(1);
      await commitTo('busy');
      await commitTo('quiet');
      await eventually(() => expect([busy.length, quiet.length]).toEqual([2 * round, round]));
    }
    expect([versionsOf(busy), versionsOf(quiet)]).toEqual([
      [1, 2, 3, 4, 5, 6],
      [1, 2, 3],
    ]);
  });

  it('sees every commit though no wake-up ever comes', async () => {
    const silent = Object.assign(new EventEmitter(), { close: () => Promise.resolve() });
    jest.spyOn(replica.store.collection, 'watch').mockReturnValueOnce(silent as unknown as mongo.ChangeStream<Commit>);
    startFeed(20);
    const seen = watch('unheard');
    await eventually(() => expect(seen).toEqual([]));
    for (let version = 1; version <= 3; version += 1) {
      await commitTo('unheard');
      await eventually(() => expect(seen).toHaveLength(version));
    }
    expect(versionsOf(seen)).toEqual([1, 2, 3]);
  });
});

describe('a listener to every commit', () => {
  it('hears each once and in order though the change stream is killed', async () => {
    startFeed(never);
    const heard: number[] = [];
    feed.onWake((wake) => {
      if (wake?.stream === 'counter-listened') heard.push(wake.version);
    });
    await eventually(async () => {
      await commitTo('listened');
      expect(heard).not.toEqual([]); // the stream is open
    });
    const [first = 0] = heard;
    await killChangeStreams(database, 'commits');
    for (let count = 0; count < 5; count += 1) await commitTo('listened');
    const { version } = await replica.log.load(counter, 'listened');
    const all = Array.from({ length: version - first + 1 }, (_, index) => first + index);
    await eventually(() => expect(heard).toEqual(all));
  });
});
