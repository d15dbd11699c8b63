import type { BrokerMessage } from '@ordergraph/messaging';

/** Dead letters for people: grouped by what went wrong and where, the largest group first. */
export function describeDeadLetters(messages: readonly BrokerMessage[]): string[] {
  if (messages.length === 0) return ['No dead letters: nothing failed for good.'];
  const groups = new Map<string, BrokerMessage[]>();
  for (const message of messages) {
    const key = titleOf(message);
    groups.set(key, [...(groups.get(key) ?? []), message]);
  }
  const sorted = [...groups].sort(([, a], [, b]) => b.length - a.length);
  return [
    `${messages.length} dead ${messages.length === 1 ? 'letter' : 'letters'}`,
    ...sorted.flatMap(([title, group]) => ['', `${group.length} × ${title}`, ...group.map(lineOf)]).map(printable),
  ];
}

/** What stands in a message can be anybody's, and a terminal obeys some characters. */
const printable = (line: string): string => line.replace(/\p{Cc}/gu, '\uFFFD');

function titleOf({ envelope: { failure } }: BrokerMessage): string {
  return failure ? `${failure.queue}: ${failure.errorCode}: ${failure.errorMessage}` : 'without a recorded reason';
}

function lineOf({ envelope: { id, type, time, failure } }: BrokerMessage): string {
  const attempts = failure ? `${failure.attempts} ${failure.attempts === 1 ? 'attempt' : 'attempts'}` : undefined;
  const parts = [type || 'unknown type', id || 'no id', failure?.firstFailedAt ?? time, attempts];
  return `  ${parts.filter(Boolean).join('  ')}`;
}
