import { allContracts, type AnyContract, PersonErased } from '@ordergraph/events';
import { type ConsumerDefinition, on } from '../consuming/definitions.js';
import type { MessagingParts } from '../parts.js';
import type { Eraser } from './eraser.js';

const isPersonal = ({ personal }: AnyContract): boolean => personal.length > 0;

/** Whether a service keeps or handles personal fields: it owns, shows or consumes messages that have some. */
export function holdsPersonal(service: string, parts: MessagingParts): boolean {
  const { facts = [], ownViews = [], copies = [], consumers = [], commands } = parts;
  const handled = [...consumers, ...(commands ? [commands] : [])].flatMap(({ reactions }) => reactions);
  const shown = [...ownViews, ...copies].flatMap(({ sources }) => sources);
  const contracts = [...handled, ...shown].map(({ contract }) => contract);
  return [...facts, ...contracts, ...allContracts.filter(({ owner }) => owner === service)].some(isPersonal);
}

/**
 * The consumer by which a service forgets: the same in every service. It asks for the history as views do, so that a
 * service that is new, or was restored from a backup, knows whom to forget.
 */
export const erasureConsumer = (
  eraser: Eraser,
  { streamsOfPerson = () => Promise.resolve([]) }: MessagingParts,
): ConsumerDefinition => ({
  name: 'erasures',
  kind: 'views',
  reactions: [
    on(PersonErased, async ({ data: { personId } }) => eraser.erase(personId, await streamsOfPerson(personId))),
  ],
});

/** @throws {TypeError} for a view that shows what is personal and would go on showing it */
export function requireErasableViews({ ownViews = [], copies = [] }: MessagingParts): void {
  for (const { collection, sources } of [...ownViews, ...copies]) {
    const contracts = sources.map(({ contract }) => contract);
    if (contracts.some(isPersonal) && !contracts.some(({ type }) => type === PersonErased.type))
      throw new TypeError(`${collection} shows personal fields: list PersonErased among its sources`);
  }
}
