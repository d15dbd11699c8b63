import type { Message } from '@ordergraph/events';
import fc from 'fast-check';
import {
  about,
  Charge,
  Charged,
  ChargeRefused,
  HoldSeat,
  IssueTicket,
  Refund,
  Refunded,
  RefundRefused,
  ReleaseSeat,
  runner,
  SeatHeld,
  SeatRefused,
  SeatReleased,
  SignatureWanted,
  TicketIssued,
  TripBooked,
  TripCancelled,
  TripRun,
} from '../../test/saga/trip.js';
import { sagaDeadline, unansweredCommands } from './index.js';

const bank = [Charged, ChargeRefused, SignatureWanted, Refunded, RefundRefused];
const replies = [SeatHeld, SeatRefused, SeatReleased, TicketIssued, ...bank].map((contract) => contract(about));
const answersTo: Record<string, Message[]> = {
  [HoldSeat.type]: [SeatHeld(about), SeatRefused(about)],
  [Charge.type]: [Charged(about), ChargeRefused(about), SignatureWanted(about)],
  [IssueTicket.type]: [TicketIssued(about)],
  [ReleaseSeat.type]: [SeatReleased(about)],
  [Refund.type]: [Refunded(about), RefundRefused(about)],
};

type Move =
  | { readonly kind: 'answer'; readonly choice: number }
  | { readonly kind: 'stray'; readonly reply: Message }
  | { readonly kind: 'passes'; readonly seconds: number }
  | { readonly kind: 'cancel' | 'retry' | 'compensate' };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), choice: fc.nat(10) }) },
  // Duplicates, answers out of order, answers that come too late.
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('stray' as const), reply: fc.constantFrom(...replies) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('passes' as const), seconds: fc.nat(1_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const, 'retry' as const, 'compensate' as const) }),
  },
);

const by = { reason: 'OPERATOR', by: 'user:operator', note: 'test' };

function apply(run: TripRun, step: Move): void {
  switch (step.kind) {
    case 'answer':
      return answerSomething(run, step.choice);
    case 'stray':
      return void run.replies(step.reply);
    case 'passes':
      return void run.passes(step.seconds);
    case 'cancel':
      return void run.cancelled();
    case 'retry':
      return void run.commit(runner.retry(run.situation, 'user:operator'));
    case 'compensate':
      return void run.commit(runner.compensate(run.situation, by));
  }
}

function answerSomething(run: TripRun, choice: number): void {
  const [id] = unansweredCommands(run.saga);
  const command = run.messages.find((message) => message.id === id);
  const answers = command && answersTo[command.type];
  const answer = answers?.[choice % answers.length];
  if (answer) run.replies(answer);
}

/** Owners answer what they are asked, operators retry, time passes: what happens to every run in the end. */
function settle(run: TripRun): void {
  for (let round = 0; round < 20 && !['COMPLETED', 'COMPENSATED'].includes(run.saga.status); round++) {
    run.commit(runner.retry(run.situation, 'user:operator'));
    answerSomething(run, 0);
    if (sagaDeadline(run.saga)) run.passes(1);
    if (run.saga.steps.at(-1)?.status === 'AWAITING_CUSTOMER') run.passes(1_000);
  }
}

const count = (run: TripRun, type: string): number => run.messages.filter((message) => message.type === type).length;

function checkCommands(run: TripRun): void {
  const ids = run.messages.flatMap(({ id }) => id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(unansweredCommands(run.saga).every((id) => ids.includes(id))).toBe(true);
}

function checkCompensation(run: TripRun): void {
  const owners = { 'hold-seat': 'airline', charge: 'bank', 'issue-ticket': 'airline' } as Record<string, string>;
  const owed = run.saga.steps.filter(({ status }) => status !== 'REFUSED').map(({ name }) => owners[name]);
  const undone = run.saga.undos.filter(({ status }) => status === 'COMPLETED').map(({ owner }) => owner);
  expect(new Set(undone)).toEqual(new Set(owed));
  expect(count(run, TripCancelled.type)).toBe(1);
}

it('ends whatever comes in whatever order, with every owner undone that may have done something', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      const run = new TripRun().start();
      for (const each of moves) {
        apply(run, each);
        checkCommands(run);
      }
      settle(run);
      expect(['COMPLETED', 'COMPENSATED']).toContain(run.saga.status);
      if (run.saga.status === 'COMPENSATED') checkCompensation(run);
      else expect([count(run, TripBooked.type), count(run, TripCancelled.type)]).toEqual([1, 0]);
      expect(count(run, TripBooked.type)).toBeLessThanOrEqual(1);
      expect(sagaDeadline(run.saga)).toBeUndefined();
      expect(unansweredCommands(run.saga)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});
