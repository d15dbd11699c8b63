import { type Commit, commitId } from './commit.js';
import type { Decider } from './decider.js';
import type { Loaded } from './fold.js';
import { RecentStreams } from './recent-streams.js';

const decider = { category: 'order' } as unknown as Decider<string>;

const loaded = (version: number): Loaded<string> => ({
  state: `v${version}`,
  version,
  commits: Array.from(
    { length: version },
    (_, index) => ({ _id: commitId('order-1', index + 1) }) as unknown as Commit,
  ),
});

describe('streams as last seen', () => {
  it('never go back', () => {
    const recent = new RecentStreams();
    recent.remember(decider, 'order-1', loaded(3));
    recent.remember(decider, 'order-1', loaded(2));
    expect(recent.get(decider, 'order-1')?.version).toBe(3);
  });

  it('are forgotten when they are too long to be remembered: what is known of them can only be old', () => {
    const recent = new RecentStreams();
    recent.remember(decider, 'order-1', loaded(100));
    expect(recent.get(decider, 'order-1')?.version).toBe(100);
    recent.remember(decider, 'order-1', loaded(101));
    expect(recent.get(decider, 'order-1')).toBeUndefined();
  });

  it('are whole up to a commit, or not known so far', () => {
    const recent = new RecentStreams();
    const [first, , third] = loaded(3).commits as [Commit, Commit, Commit];
    expect(recent.wholeWith(first)).toBeUndefined();
    recent.remember(decider, 'order-1', loaded(2));
    expect(recent.wholeWith(first)).toHaveLength(2);
    expect(recent.wholeWith(third)).toBeUndefined();
    recent.remember(decider, 'order-1', { ...loaded(3), snapshot: 2 });
    expect(recent.wholeWith(third)).toBeUndefined();
  });
});
