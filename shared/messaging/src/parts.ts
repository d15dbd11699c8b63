import type { AnyContract } from '@ordergraph/events';
import type { AnyDecider } from './commits/decider.js';
import type { CommandsDefinition, ConsumerDefinition } from './consuming/definitions.js';
import type { ViewDefinition } from './views/view.js';

/** The messaging of one service, as its `service.ts` lists it. */
export interface MessagingParts {
  /** The kinds of streams it owns; deadlines (`wakeAt`, `onDue`) fire only for these. */
  readonly streams: readonly AnyDecider[];
  /** Facts that only its own streams hold (`defineFact`), the saga's included. */
  readonly facts?: readonly AnyContract[];
  /** Views of its own events: applied before a mutation answers and before the events leave. */
  readonly ownViews?: readonly ViewDefinition[];
  /** Views of other services' events: `<service>.<collection in kebab-case>.t1`, history included. */
  readonly copies?: readonly ViewDefinition[];
  /** Names of the streams that belong to a person: their personal fields are blanked when the person is erased. Default: none. */
  readonly streamsOfPerson?: (personId: string) => Promise<readonly string[]>;
  readonly commands?: CommandsDefinition;
  readonly consumers?: readonly ConsumerDefinition[];
}
