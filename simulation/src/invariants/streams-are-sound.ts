import type { Commit } from '@ordergraph/messaging';
import { serviceNames } from '../world/services.js';
import { type Invariant, unless } from './aftermath.js';

/** Versions are contiguous, each cause had its effect once, and an order was confirmed and cancelled at most once, in that order. */
export const streamsAreSound: Invariant = ({ world }) =>
  serviceNames.flatMap((service) => {
    const { commits } = world.databases[service];
    const streams = new Set(commits.all().map(({ _id }) => _id.stream));
    return [...streams].flatMap((stream) => problemsOf(stream, commits.of(stream)));
  });

function problemsOf(stream: string, commits: readonly Commit[]): string[] {
  const versions = commits.map(({ _id }) => _id.version);
  const commands = commits.flatMap(({ cause, context }) =>
    cause.startsWith('provider/') ? [] : (context.causationId ?? []),
  );
  const causes = new Set(commits.map(({ cause }) => cause));
  const types = commits.flatMap(({ messages }) => messages.map(({ type }) => type));
  const ends = types.filter((type) => type === confirmed || type === cancelled);
  return [
    ...unless(
      versions.every((version, index) => version === index + 1),
      () => `${stream} has versions ${versions.join(', ')}`,
    ),
    ...unless(causes.size === commits.length, () => `${stream} holds a cause twice`),
    ...unless(new Set(commands).size === commands.length, () => `${stream} obeyed a command, or took an event, twice`),
    ...unless(possibleEnds.has(ends.join(' ')), () => `${stream} ended as ${ends.join(', then ')}`),
  ];
}

const confirmed = 'orders.order-confirmed.v1';
const cancelled = 'orders.order-cancelled.v1';
const possibleEnds = new Set(['', confirmed, cancelled, `${confirmed} ${cancelled}`]);
