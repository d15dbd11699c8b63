import type { Commit, RecordedMessage } from '@ordergraph/messaging';
import { loadConnection, type PageArguments } from '@ordergraph/service';
import { shownData, summaryOf } from '../domain/history.js';
import { historyCursor } from './cursors.js';
import type { LoadedOrder } from '../use-cases/load-order.js';

interface Fact {
  readonly commit: Commit;
  readonly index: number;
  readonly message: RecordedMessage;
}

/** Everything that was recorded of an order, oldest first. */
export const historyOf = ({ commits }: LoadedOrder, page: PageArguments) =>
  loadConnection<Fact, [number, number], object>({
    arguments: page,
    defaultFirst: 50,
    cursor: historyCursor,
    keyOf: ({ commit, index }) => [commit._id.version, index],
    load: ({ after, limit }) => Promise.resolve(factsAfter(commits, after).slice(0, limit)),
    nodeOf: ({ commit, message }) => ({
      version: commit._id.version,
      type: message.type,
      occurredAt: commit.at,
      summary: summaryOf(message),
      data: shownData(message),
    }),
  });

function factsAfter(commits: readonly Commit[], after: readonly [number, number] | undefined): readonly Fact[] {
  const facts = commits.flatMap((commit) => commit.messages.map((message, index) => ({ commit, index, message })));
  if (!after) return facts;
  const [version, position] = after;
  return facts.filter(({ commit: { _id }, index }) =>
    _id.version === version ? index > position : _id.version > version,
  );
}
