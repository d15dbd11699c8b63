import type { ConsumerDefinition } from '../consuming/definitions.js';
import type { ViewDefinition } from './view.js';
import type { ViewStore } from './view-store.js';

/** The consumer that keeps a view of other services' events, its history included. */
export function copyConsumer(view: ViewDefinition, store: ViewStore): ConsumerDefinition {
  return {
    name: kebabCase(view.collection),
    kind: 'views',
    reactions: view.sources.map(({ contract }) => ({ contract, handle: (message) => store.apply(view, message) })),
  };
}

/** A collection's name as part of a queue's. */
export const kebabCase = (collection: string): string =>
  collection.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
