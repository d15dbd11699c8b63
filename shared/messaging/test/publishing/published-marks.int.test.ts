import { ContractRegistry, defineFact } from '@ordergraph/events';
import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import { z } from 'zod';
import { type Commit, commitId } from '../../src/commits/commit.js';
import type { Decider } from '../../src/commits/decider.js';
import { RecentStreams } from '../../src/commits/recent-streams.js';
import { PublishedMarks } from '../../src/publishing/published-marks.js';
import { openLog, type TestLog } from '../commits/counter.js';

const CardGiven = defineFact('test.card-given.v1', {
  summary: 'A card was given.',
  data: z.strictObject({ token: z.string(), last4: z.string() }),
  secret: ['token'],
  example: { data: { token: 'tok', last4: '4242' } },
});
const cards: Decider<number> = {
  category: 'card',
  evolveVersion: 1,
  initialState: () => 0,
  evolve: (count) => count + 1,
};
const due = new Date(1_000);

const namespace = uniqueNamespace();
let replica: TestLog;

beforeAll(async () => {
  replica = await openLog(testMongo().uri, `${namespace.name}_marks`);
});
afterAll(async () => {
  await replica.close();
  await namespace.cleanup();
});

/** Commits of one stream, each of which wants to be woken; the last one says that secrets have served. */
async function recordStream(stream: string, messages: readonly Commit['messages'][]): Promise<Commit[]> {
  const commits = messages.map((each, index): Commit => ({
    _id: commitId(stream, index + 1),
    messages: each,
    cause: `cause ${index}`,
    context: { correlationId: 'correlation' },
    at: new Date(0),
    armed: 1,
    pending: 1,
    nextTryAt: due,
    dueAt: due,
    ...(index === messages.length - 1 && { spendsSecrets: true }),
  }));
  await Promise.all(commits.map((commit) => replica.store.append(commit)));
  return commits;
}

function marksOf(streams: readonly Commit[][]): PublishedMarks {
  const recent = new RecentStreams();
  for (const commits of streams) {
    const stream = commits[0]?._id.stream ?? '';
    recent.remember(cards, stream, { state: commits.length, version: commits.length, commits });
  }
  return new PublishedMarks({ store: replica.store, recent, registry: new ContractRegistry([CardGiven]) });
}

const given = (last4: string) => CardGiven({ token: `tok_${last4}`, last4 });

describe('marks of what was published', () => {
  it('blank the secrets of many streams at their places, and nothing else', async () => {
    const other = { type: CardGiven.type, data: { token: '', last4: 'none' } };
    const streams = await Promise.all([
      recordStream('card-1', [[given('1111')], [other, given('2222')]]),
      recordStream('card-2', [[other, given('3333')]]),
      recordStream('card-3', [[given('4444'), given('5555')]]),
    ]);
    const marks = marksOf(streams);
    await Promise.all(streams.flat().map((commit) => marks.published(commit)));
    const stored = await Promise.all(['card-1', 'card-2', 'card-3'].map((stream) => replica.store.read(stream)));
    const data = stored.map((commits) => commits.flatMap(({ messages }) => messages.map((each) => each.data)));
    const blank = (last4: string) => ({ token: '', last4 });
    expect(data).toEqual([
      [blank('1111'), blank('none'), blank('2222')],
      [blank('none'), blank('3333')],
      [blank('4444'), blank('5555')],
    ]);
    expect(stored.flat().map(({ pending }) => pending)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('drop the wake of a commit that is no longer the newest, also where secrets are blanked with it', async () => {
    const commits = await recordStream('card-4', [[given('1')], [given('2')], [given('3')]]);
    const marks = marksOf([commits]);
    await Promise.all(commits.map((commit) => marks.published(commit)));
    const stored = await replica.store.read('card-4');
    expect(stored.map(({ dueAt }) => dueAt)).toEqual([undefined, undefined, due]);
  });
});
