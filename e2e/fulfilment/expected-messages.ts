import type { Played } from './play.js';
import type { Messages, Scenario } from './scenario.js';

/** Each event with the request that it goes back to, sorted: events of different owners have no order among them. */
export const expectedEvents = (scenario: Scenario, played: Played): string[] =>
  byRequest(scenario, played)
    .flatMap(({ messages, correlationId }) => messages.events.map((type) => `${type} ${correlationId}`))
    .sort();

/** Who handles which message, and the request that it goes back to: owners obey, and the orders service takes each answer. */
export const expectedHandlings = (scenario: Scenario, played: Played) =>
  byRequest(scenario, played).flatMap(({ messages: { commands, events }, correlationId }) => [
    ...commands.map((type) => ({ service: ownerOf(type), type, correlationId })),
    ...events.filter((type) => ownerOf(type) !== 'orders').map((type) => ({ service: 'orders', type, correlationId })),
  ]);

const ownerOf = (type: string): string => type.split('.')[0] ?? '';

function byRequest(
  { messages: { placing, cancelling } }: Scenario,
  { correlationIds }: Played,
): { messages: Messages; correlationId: string }[] {
  const placed = { messages: placing, correlationId: correlationIds.placing };
  return cancelling ? [placed, { messages: cancelling, correlationId: correlationIds.cancelling }] : [placed];
}
