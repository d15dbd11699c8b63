import type { ConsumerDefinition } from '../consuming/definitions.js';
import type { ViewDefinition } from './view.js';
import type { ViewStore } from './view-store.js';

/** The consumer that keeps a view of other services' events, its history included. */
export function copyConsumer(view: ViewDefinition, store: ViewStore): ConsumerDefinition {
  return {
    name: view.collection.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    kind: 'views',
    reactions: view.sources.map(({ contract }) => ({ contract, handle: (message) => store.apply(view, message) })),
  };
}
