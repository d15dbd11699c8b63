import type { ApolloClient } from '@apollo/client';
import { type FulfilmentStepName, type FulfilmentStepStatus, WatchDocument } from '@ordergraph/graph';

import { element, listItem, say } from './page.js';

interface Progress {
  readonly version: number;
  readonly final: boolean;
  readonly steps: readonly { readonly name: FulfilmentStepName; readonly status: FulfilmentStepStatus }[];
}

const signs: Readonly<Record<FulfilmentStepStatus, string>> = {
  PENDING: '·',
  RUNNING: '…',
  AWAITING_CUSTOMER: '?',
  SUCCEEDED: '✓',
  FAILED: '✗',
  UNDOING: '↶',
  UNDONE: '↺',
  SKIPPED: '–',
};

let stop = (): void => undefined;

/** Shows every version of an order from a cursor on, a line each. The link drops what came before, so every payload is a new line. */
export function watch(apollo: ApolloClient, id: string, after: string | undefined): void {
  stop();
  const subscription = apollo.subscribe({ query: WatchDocument, variables: { id, after } }).subscribe({
    next: ({ data }) => {
      if (!data) return;
      show(data.orderProgress, data.orderProgress.order.status);
    },
    error: (error: unknown) => {
      say(error instanceof Error ? error.message : String(error));
    },
  });
  stop = () => {
    subscription.unsubscribe();
  };
}

export function show({ version, final, steps }: Progress, status: string): void {
  live(true);
  const text = steps.map((step) => `${step.name.toLowerCase().replace('_', ' ')} ${signs[step.status]}`).join('  ');
  const line = listItem(`v${String(version)}  ${status}  ${text}`, { version: String(version), final: String(final) });
  element('progress', HTMLOListElement).append(line);
}

/** Whether what is shown is the present. */
export function live(isLive: boolean): void {
  element('live', HTMLElement).textContent = isLive ? 'live' : 'reconnecting…';
}
