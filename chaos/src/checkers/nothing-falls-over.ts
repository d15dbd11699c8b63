import { type Checker, unexpected } from './checker.js';

/** No fault around it makes a running process end by itself. */
export const nothingFallsOver: Checker = {
  name: 'nothing falls over',
  promise: 'P1',
  check({ history }) {
    const own = history.deaths.filter(({ by, whileStarting }) => by === 'itself' && !whileStarting);
    return {
      count: history.deaths.length,
      violations: own.map(({ replica, how, at }) =>
        unexpected(replica, `ended by itself (${how}) ${(at / 1_000).toFixed(1)} s into the run`),
      ),
    };
  },
};
