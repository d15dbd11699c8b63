import { randomUUID } from 'node:crypto';
import type { AnyContract, Message } from '@ordergraph/events';
import type { Broker } from '../../src/broker/port.js';
import { messageCause } from '../../src/causes.js';
import type { Decider } from '../../src/commits/decider.js';
import { on } from '../../src/consuming/definitions.js';
import type { Messaging } from '../../src/messaging.js';
import type { MessagingParts } from '../../src/parts.js';
import {
  evolveSaga,
  initialSaga,
  isSagaFact,
  repliesTo,
  type SagaDefinition,
  sagaDeadline,
  sagaFacts,
  sagaRunner,
  type SagaState,
  unansweredCommands,
} from '../../src/saga/index.js';
import { commandsQueue, eventsExchange } from '../../src/topology.js';
import * as contracts from './trip.js';
import { type Trip, trip } from './trip.js';

/** Version 2 of the saga: trips became free of charge. */
export const freeTrip: SagaDefinition<Trip> = {
  ...trip,
  version: 2,
  steps: trip.steps.filter(({ name }) => name !== 'charge'),
};

type Definitions = readonly [SagaDefinition<Trip>, ...SagaDefinition<Trip>[]];

const isContract = (value: unknown): value is AnyContract => typeof value === 'function' && 'routingKey' in value;
const tripContracts: readonly AnyContract[] = Object.values<unknown>(contracts).filter(isContract);

/** Streams `trip-<id>`, fulfilled under these definitions. */
export function tripsUnder(messaging: Messaging, definitions: Definitions) {
  const runner = sagaRunner(definitions);
  const situation = (saga: SagaState, now: Date) => ({ saga, subject: { id: saga.instance }, now });
  const decider: Decider<SagaState> = {
    category: 'trip',
    initialState: initialSaga,
    evolve: (saga, message, recorded) => (isSagaFact(message) ? evolveSaga(saga, message, recorded) : saga),
    publicState: ({ instance }) => ({ tripId: instance }),
    wakeAt: sagaDeadline,
    unanswered: unansweredCommands,
    onDue: (saga, now) => runner.onDue(situation(saga, now)),
  };
  const execute = (id: string, cause: string, decide: (saga: SagaState, now: Date) => readonly Message[]) =>
    messaging.log.execute(decider, id, { cause, context: { correlationId: id }, decide });
  const parts: MessagingParts = {
    streams: [decider],
    facts: [...sagaFacts, ...tripContracts],
    consumers: [
      {
        name: 'trip',
        reactions: repliesTo(trip).map((contract) =>
          on(contract, async (event) => {
            await messaging.log.execute(decider, (event.data as { tripId: string }).tripId, {
              ...messageCause(event, 'trips.trip'),
              decide: (saga, now) => runner.reply(situation(saga, now), event),
            });
          }),
        ),
      },
    ],
  };
  return {
    parts,
    begin: (id: string) => execute(id, 'begin', (saga, now) => runner.start(situation(saga, now))),
    cancel: (id: string) =>
      execute(id, randomUUID(), (saga, now) =>
        runner.requestCancellation(situation(saga, now), { reason: 'CUSTOMER', by: 'user:robin' }),
      ),
    load: (id: string) => messaging.log.load(decider, id),
  };
}

const answers: Readonly<Record<string, string>> = {
  [contracts.HoldSeat.type]: contracts.SeatHeld.type,
  [contracts.Charge.type]: contracts.Charged.type,
  [contracts.IssueTicket.type]: contracts.TicketIssued.type,
  [contracts.ReleaseSeat.type]: contracts.SeatReleased.type,
  [contracts.Refund.type]: contracts.Refunded.type,
};

/** The owners of seats and money: each command is answered, as often as it comes; while `silent`, none is. */
export async function playAirlineAndBank(broker: Broker) {
  const obeyed: string[] = [];
  const owners = { silent: false, obeyed, stop: () => Promise.all(consumptions.map((each) => each.stop())) };
  const names = ['airline', 'bank'].map(commandsQueue);
  await broker.declare({
    exchanges: ['airline', 'bank', 'trips'].map(eventsExchange),
    queues: names.map((name) => ({ name, bindings: [] })),
  });
  const consumptions = await Promise.all(
    names.map((name) =>
      broker.consume(name, { prefetch: 50 }, ({ message, ack, requeue }) => {
        obeyed.push(message.envelope.id);
        if (owners.silent) return ack();
        publishAnswer(broker, message.envelope.id, answers[message.envelope.type] ?? '').then(ack, requeue);
      }),
    ),
  );
  return owners;
}

/** The answer to a command of a trip. */
export function publishAnswer(broker: Broker, commandId: string, type: string): Promise<void> {
  const tripId = commandId.slice(0, commandId.indexOf('/'));
  const owner = type.slice(0, type.indexOf('.'));
  const body = { tripId };
  return broker.publish(eventsExchange(owner), {
    routingKey: type.replace(/\.v\d+$/, ''),
    content: Buffer.from(JSON.stringify({ data: body, state: body })),
    envelope: {
      id: `answer-to-${commandId}`,
      type,
      source: owner,
      subject: `${owner}-${tripId}`,
      time: new Date().toISOString(),
      version: 1,
      correlationId: tripId,
    },
  });
}
