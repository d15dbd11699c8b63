import { handleOf, type Resolved } from '@ordergraph/messaging';
import { printable } from './printable.js';

const why: Readonly<Record<Resolved['left'][number]['obstacle'], string>> = {
  NO_ORIGIN: 'nobody wrote down where it failed; discard it',
  QUEUE_GONE: 'the queue it failed in is gone: its consumer was removed, or has a newer queue that got the history',
  QUEUE_SUPERSEDED: 'nobody drains the queue it failed in any more: its topology version has moved on',
  EXPIRED: 'it is expired: its consumer would refuse it again; discard it',
  GONE: 'somebody else was faster',
};

/** What a run has done, or would do. */
export function describeResolved(
  { matched, resolved, left }: Resolved,
  { name, isDryRun }: { readonly name: 'redrive' | 'discard'; readonly isDryRun: boolean },
): string[] {
  if (matched === 0) return ['No dead letter matches.'];
  const verb = `${isDryRun ? 'would be ' : ''}${name === 'redrive' ? 'redriven' : 'discarded'}`;
  const beyond = matched - resolved.length - left.length;
  return [
    `${resolved.length} of ${matched} ${verb}`,
    ...resolved.map((message) => `  ${handleOf(message)}  ${message.envelope.failure?.queue ?? ''}`),
    ...left.map(({ message, obstacle }) => `  left: ${handleOf(message)}: ${why[obstacle]}`),
    ...(beyond > 0 ? [`${beyond} more match: run it again when these have ended well.`] : []),
  ].map(printable);
}
