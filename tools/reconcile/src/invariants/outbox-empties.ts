import type { Invariant } from '../invariant.js';
import { commitsOf, services } from '../places.js';

/** Twice what the sweep waits at most between two attempts. */
const patienceMilliseconds = 120_000;

/** What was committed was published: no commit is pending for long. */
export const outboxEmpties: Invariant = {
  name: 'outbox empties',
  async check(places) {
    const before = new Date(Date.now() - patienceMilliseconds);
    const pending = await Promise.all(
      services.map((service) =>
        commitsOf(places, service)
          .find({ pending: { $gt: 0 } })
          .project<{ _id: { stream: string; version: number }; at: Date }>({ at: 1 })
          .toArray(),
      ),
    );
    const commits = pending.flat();
    return {
      count: commits.length,
      differences: commits
        .filter(({ at }) => at < before)
        .map(({ _id, at }) => ({
          id: `${_id.stream}/${_id.version}`,
          message: `is unpublished since ${at.toISOString()}`,
        })),
    };
  },
};
