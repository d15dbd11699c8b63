import type { Progress } from '../graph/order-progress.js';

/** One line of a saga: `v3  PENDING     reserve stock ✓  authorize payment …`. */
export function describeProgress({ version, status, steps, order }: Progress): string {
  const reason = order.cancellation ? ` (${order.cancellation.reason})` : '';
  const shown = steps.filter((step) => step.status !== 'PENDING').map(describeStep);
  return `  v${String(version).padEnd(3)} ${status.padEnd(11)} ${shown.join('  ')}${status === 'PENDING' ? '' : reason}`;
}

const marks: Record<string, string> = {
  RUNNING: '…',
  AWAITING_CUSTOMER: 'awaits the customer',
  SUCCEEDED: '✓',
  FAILED: '✗',
  UNDOING: 'undoing…',
  UNDONE: 'undone',
  SKIPPED: 'skipped',
};

function describeStep({ name, status, failure }: Progress['steps'][number]): string {
  const failed = failure ? ` ${failure.code}` : '';
  return `${name.toLowerCase().replaceAll('_', ' ')} ${marks[status] ?? status}${status === 'FAILED' ? failed : ''}`;
}
