import { allContracts } from '@ordergraph/events';
import { deadLetterQueue, type QueueDeclaration, type Topology } from './broker/port.js';
import type { ConsumerDefinition } from './consuming/definitions.js';

/** How often the arguments of a queue have changed is part of its name, because a broker refuses to change them. */
const topologyVersion = 1;

/** The topic exchange on which an owner publishes its events. */
export const eventsExchange = (owner: string): string => `${owner}.events`;

/** The queue of a consumer: `<service>.<consumer>.t<N>`. */
export const consumerQueue = (service: string, consumer: string, version = topologyVersion): string =>
  `${service}.${consumer}.t${version}`;

/** Where an owner takes commands; every sender declares it too, so that a command can wait for an owner that never ran. */
export const commandsQueue = (owner: string): string => consumerQueue(owner, 'commands');

/** Where an owner is asked for its history. */
export const replaysQueue = (owner: string): string => consumerQueue(owner, 'replays');

/** Whose commands move shared guards: a second replica there adds tail latency, not throughput. */
const singleActiveOwners: ReadonlySet<string> = new Set(['inventory']);

/** The command queues of all owners, declared alike by everybody. */
function commandQueues(): QueueDeclaration[] {
  const commands = allContracts.filter(({ kind, owner }) => kind === 'command' && owner !== 'messaging');
  const owners = new Set(commands.map(({ owner }) => owner));
  return [...owners].map((owner) => ({
    name: commandsQueue(owner),
    bindings: [],
    singleActiveConsumer: singleActiveOwners.has(owner),
  }));
}

/** Everything that a service publishes to, sends to or consumes from. */
export function topologyOf(service: string, consumers: readonly ConsumerDefinition[]): Topology {
  const owners = new Set([service, ...consumers.flatMap(ownersOf)]);
  return {
    exchanges: [...owners].map(eventsExchange),
    queues: [
      { name: deadLetterQueue, bindings: [] },
      ...commandQueues(),
      ...[...owners].map((owner) => ({ name: replaysQueue(owner), bindings: [] })),
      ...consumers.map((consumer) => ({
        name: consumerQueue(service, consumer.name, consumer.topologyVersion),
        bindings: consumer.reactions.map(({ contract: { owner, routingKey } }) => ({
          exchange: eventsExchange(owner),
          routingKey,
        })),
      })),
    ],
  };
}

/** Whose events a consumer takes. */
export const ownersOf = ({ reactions }: ConsumerDefinition): string[] => [
  ...new Set(reactions.map(({ contract }) => contract.owner)),
];
