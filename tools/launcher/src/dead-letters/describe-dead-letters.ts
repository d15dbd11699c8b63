import { type BrokerMessage, handleOf } from '@ordergraph/messaging';
import { printable } from './printable.js';

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

function titleOf({ envelope: { failure } }: BrokerMessage): string {
  return failure ? `${failure.queue}: ${failure.errorCode}: ${failure.errorMessage}` : 'without a recorded reason';
}

function lineOf(message: BrokerMessage): string {
  const { type, time, failure } = message.envelope;
  const attempts = failure ? `${failure.attempts} ${failure.attempts === 1 ? 'attempt' : 'attempts'}` : undefined;
  const parts = [type || 'unknown type', handleOf(message), failure?.firstFailedAt ?? time, attempts];
  return `  ${parts.filter(Boolean).join('  ')}`;
}
