import { defineCommand, defineEvent, type Message } from '@ordergraph/events';
import { z } from 'zod';
import type { Recorded } from '../../src/commits/decider.js';
import {
  evolveSaga,
  initialSaga,
  isSagaFact,
  refusedBy,
  type SagaDefinition,
  sagaRunner,
  type SagaSituation,
  type SagaState,
  type SagaUndo,
} from '../../src/saga/index.js';

const data = z.strictObject({ tripId: z.string() });
const example = { data: { tripId: 'trip' } };
const event = <const Type extends string>(type: Type) =>
  defineEvent(type, { summary: type, data, state: data, example: { ...example, state: example.data } });
const command = <const Type extends string>(type: Type) => defineCommand(type, { summary: type, data, example });

export const HoldSeat = command('airline.hold-seat.v1');
export const SeatHeld = event('airline.seat-held.v1');
export const SeatRefused = event('airline.seat-refused.v1');
export const ReleaseSeat = command('airline.release-seat.v1');
export const SeatReleased = event('airline.seat-released.v1');
export const Charge = command('bank.charge.v1');
export const Charged = event('bank.charged.v1');
export const ChargeRefused = event('bank.charge-refused.v1');
export const SignatureWanted = event('bank.signature-wanted.v1');
export const Refund = command('bank.refund.v1');
export const Refunded = event('bank.refunded.v1');
export const RefundRefused = event('bank.refund-refused.v1');
export const IssueTicket = command('airline.issue-ticket.v1');
export const TicketIssued = event('airline.ticket-issued.v1');
export const TripBooked = event('trips.trip-booked.v1');
export const TripCancelled = event('trips.trip-cancelled.v1');

/** What runs the saga. */
export interface Trip {
  readonly id: string;
}

const tripId = ({ id }: Trip): { tripId: string } => ({ tripId: id });
const releaseSeat: SagaUndo<Trip> = {
  owner: 'airline',
  command: (trip) => ReleaseSeat(tripId(trip)),
  completed: SeatReleased,
};
const refund: SagaUndo<Trip> = {
  owner: 'bank',
  command: (trip) => Refund(tripId(trip)),
  completed: Refunded,
  refused: [refusedBy(RefundRefused, () => ({ reason: 'NONE', code: 'closed', message: 'The account is closed.' }))],
};

/** Two owners, one step that may wait for the customer, one that cannot be refused, one undo that can. */
export const trip: SagaDefinition<Trip> = {
  name: 'trip',
  version: 1,
  steps: [
    {
      name: 'hold-seat',
      command: (subject) => HoldSeat(tripId(subject)),
      succeeded: SeatHeld,
      refused: [refusedBy(SeatRefused, () => ({ reason: 'FULL', code: 'full', message: 'No seat is left.' }))],
      deadline: { seconds: 30, reason: 'AIRLINE_SILENT' },
      undo: releaseSeat,
    },
    {
      name: 'charge',
      command: (subject) => Charge(tripId(subject)),
      succeeded: Charged,
      refused: [refusedBy(ChargeRefused, () => ({ reason: 'NO_MONEY', code: 'declined', message: 'Declined.' }))],
      awaiting: { contract: SignatureWanted, deadlineSeconds: 900 },
      deadline: { seconds: 60, reason: 'BANK_SILENT' },
      undo: refund,
    },
    {
      name: 'issue-ticket',
      command: (subject) => IssueTicket(tripId(subject)),
      succeeded: TicketIssued,
      undo: releaseSeat,
    },
  ],
  patienceSeconds: 300,
  completed: (subject) => [TripBooked(tripId(subject))],
  compensated: (subject) => [TripCancelled(tripId(subject))],
};

export const runner = sagaRunner([trip]);

export const about = { tripId: 't1' };

/** A run in a stream of its own: each decision is one commit, and time is what the test says. */
export class TripRun {
  readonly commits: (readonly Message[])[] = [];
  saga: SagaState = initialSaga('t1');
  now = new Date('2026-01-01T00:00:00.000Z');

  get situation(): SagaSituation<Trip> {
    return { saga: this.saga, subject: { id: 't1' }, now: this.now };
  }

  /** Everything recorded so far. */
  get messages(): readonly Message[] {
    return this.commits.flat();
  }

  /** Records a decision as the next version; deciding nothing records nothing. */
  commit(messages: readonly Message[]): readonly Message[] {
    if (messages.length === 0) return messages;
    const recorded: Recorded = { version: this.commits.length + 1, at: this.now };
    this.commits.push(messages);
    this.saga = messages.filter(isSagaFact).reduce((saga, fact) => evolveSaga(saga, fact, recorded), this.saga);
    return messages;
  }

  start(): this {
    this.commit(runner.start(this.situation));
    return this;
  }

  replies(...events: readonly Message[]): this {
    for (const each of events) this.commit(runner.reply(this.situation, each));
    return this;
  }

  cancelled(): this {
    this.commit(runner.requestCancellation(this.situation, { reason: 'CUSTOMER', by: 'user:robin' }));
    return this;
  }

  passes(seconds: number): this {
    this.now = new Date(this.now.getTime() + seconds * 1_000);
    this.commit(runner.onDue(this.situation));
    return this;
  }
}
