import type { ContractRegistry } from '@ordergraph/events';
import type { Commit, ViewDefinition, ViewRow } from '@ordergraph/messaging';
import { rowsOf } from '@ordergraph/messaging/internals';

/** Views of a service's own streams in memory: newer version wins. */
export class MemoryViews {
  readonly #rows = new Map<string, ViewRow>();
  readonly #registry: ContractRegistry;

  constructor(registry: ContractRegistry) {
    this.#registry = registry;
  }

  apply(views: readonly ViewDefinition[], commit: Commit): void {
    for (const view of views) {
      for (const row of rowsOf(view, commit, this.#registry)) {
        const name = `${view.collection}/${row._id}`;
        const shown = this.#rows.get(name);
        if (!shown || shown.version < row.version) this.#rows.set(name, row);
      }
    }
  }

  get(collection: string, id: string): ViewRow | undefined {
    return this.#rows.get(`${collection}/${id}`);
  }
}
