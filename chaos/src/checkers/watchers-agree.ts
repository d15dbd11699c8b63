import type { Seen } from '../history/watches.js';
import { type Checker, unexpected } from './checker.js';

/** P3: whoever sees a version of an order sees the same, from whichever replica it comes. */
export const watchersAgree: Checker = {
  name: 'watchers agree',
  promise: 'P3',
  check({ history }) {
    const first = new Map<string, Seen>();
    const violations = history.watches.flatMap(({ watcher, seen }) =>
      seen.flatMap((each) => {
        const key = `${each.orderId} v${each.version}`;
        const other = first.get(key) ?? each;
        first.set(key, other);
        if (other.shown === each.shown && other.status === each.status) return [];
        return [unexpected(key, `${watcher} was shown ${each.shown}, another ${other.shown}`)];
      }),
    );
    return { count: first.size, violations };
  },
};
