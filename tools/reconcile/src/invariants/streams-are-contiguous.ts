import type { Invariant } from '../invariant.js';
import { commitsOf, type Places, type Service, services } from '../places.js';

interface Counted {
  readonly _id: string;
  readonly commits: number;
  readonly newest: number;
}

/** The versions of a stream are 1, 2, 3, … without a gap. */
export const streamsAreContiguous: Invariant = {
  name: 'streams are contiguous',
  async check(places) {
    const streams = (await Promise.all(services.map((service) => countCommits(places, service)))).flat();
    const gaps = streams.filter(({ commits, newest }) => commits !== newest);
    return {
      count: streams.length,
      differences: gaps.map(({ _id, commits, newest }) => ({
        id: _id,
        message: `is at version ${newest} with ${commits} commits`,
      })),
    };
  },
};

const countCommits = (places: Places, service: Service): Promise<Counted[]> =>
  commitsOf(places, service)
    .aggregate<Counted>(
      [
        { $project: { _id: 1 } },
        { $group: { _id: '$_id.stream', commits: { $sum: 1 }, newest: { $max: '$_id.version' } } },
      ],
      { allowDiskUse: true },
    )
    .toArray();
