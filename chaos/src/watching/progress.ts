import type { Seen } from '../history/watches.js';

/** A payload of `orderProgress` or `myOrderProgress`. */
export interface Progress {
  readonly cursor: string;
  readonly version: number;
  readonly status: string;
  readonly final: boolean;
  readonly occurredAt: string;
  readonly changed: string | null;
  readonly steps: readonly {
    readonly name: string;
    readonly status: string;
    readonly attempts: number;
    readonly finishedAt: string | null;
  }[];
  readonly order: { readonly id: string };
}

const fields = `cursor version status final occurredAt changed steps { name status attempts finishedAt } order { id }`;

export const orderProgress = `subscription Watch($orderId: ID!, $after: String) {
  orderProgress(orderId: $orderId, after: $after) { ${fields} }
}`;

export const myOrderProgress = `subscription WatchMine($after: String) {
  myOrderProgress(after: $after) { ${fields} }
}`;

export const seenOf = (progress: Progress, connection: number): Seen => ({
  orderId: progress.order.id,
  version: progress.version,
  status: progress.status,
  final: progress.final,
  shown: [
    progress.occurredAt,
    progress.changed ?? '',
    ...progress.steps.map(({ name, status, attempts, finishedAt }) => [name, status, attempts, finishedAt].join(' ')),
  ].join(', '),
  connection,
});

export const awaitsCustomer = ({ steps }: Progress): boolean =>
  steps.some(({ status }) => status === 'AWAITING_CUSTOMER');
