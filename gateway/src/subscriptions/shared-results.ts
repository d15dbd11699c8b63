import type { ExecutionResult } from 'graphql';

import type { PreparedOperation } from '../operations/prepared-operation.js';
import type { SubscriptionPlan } from './subscription-plan.js';
import type { UpstreamEvent } from './upstream.js';

/** What one event becomes: by the operation, and by the key of its variables. */
type Results = Map<PreparedOperation, Map<string, Promise<ExecutionResult>>>;

/**
 * Results of events. Watchers who get the very same event have asked as the same principal (`EventSources`): for those who also ask the same
 * of it, the other subgraphs are asked once. A result is kept as long as its event, which nobody but queues may hold.
 */
export class SharedResults {
  readonly #results = new WeakMap<UpstreamEvent, Results>();

  of(
    event: UpstreamEvent,
    { prepared, variablesKey }: Pick<SubscriptionPlan, 'prepared' | 'variablesKey'>,
    resolve: () => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    const results = this.#results.get(event) ?? (new Map() as Results);
    this.#results.set(event, results);
    const byVariables = results.get(prepared) ?? new Map<string, Promise<ExecutionResult>>();
    results.set(prepared, byVariables);
    const known = byVariables.get(variablesKey);
    if (known) return known;
    const result = resolve();
    byVariables.set(variablesKey, result);
    return result;
  }
}
