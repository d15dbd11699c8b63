import type { Message } from '@ordergraph/events';
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
  trip,
  TripBooked,
  TripCancelled,
  TripRun,
} from '../../test/saga/trip.js';
import {
  CancellationRequested,
  CompensationStarted,
  isStuck,
  RetryRequested,
  SagaCompensated,
  SagaCompleted,
  sagaDeadline,
  SagaDefinitionUnknown,
  sagaRunner,
  SagaStarted,
  StepAwaitingCustomer,
  StepIssued,
  StepRefused,
  StepSucceeded,
  StepTimedOut,
  UndoAbandoned,
  UndoCompleted,
  UndoIssued,
  UndoRefused,
  unansweredCommands,
} from './index.js';

const held = SeatHeld(about);
const charged = Charged(about);
const ticketed = TicketIssued(about);
const released = SeatReleased(about);
const refunded = Refunded(about);
const command = (contract: (data: typeof about) => Message, id: string): Message => ({ ...contract(about), id });
const newest = (run: TripRun): readonly Message[] => run.commits.at(-1) ?? [];

describe('a run that goes well', () => {
  it('begins with the newest definition and the command of its first step', () => {
    expect(newest(new TripRun().start())).toEqual([
      SagaStarted({ definition: 'trip', definitionVersion: 1, patienceSeconds: 390 }),
      StepIssued({ step: 'hold-seat', attempt: 1, deadlineSeconds: 30 }),
      command(HoldSeat, 't1/hold-seat/1'),
    ]);
  });

  it('issues the next step when one succeeded', () => {
    expect(newest(new TripRun().start().replies(held))).toEqual([
      StepSucceeded({ step: 'hold-seat' }),
      StepIssued({ step: 'charge', attempt: 1, deadlineSeconds: 60 }),
      command(Charge, 't1/charge/1'),
    ]);
  });

  it('ends with what the definition tells the world', () => {
    const run = new TripRun().start().replies(held, charged, ticketed);
    expect(newest(run)).toEqual([StepSucceeded({ step: 'issue-ticket' }), SagaCompleted({}), TripBooked(about)]);
    expect(run.saga).toMatchObject({ status: 'COMPLETED', endedAt: run.now });
    expect(run.saga.stuckAt).toBeUndefined();
  });

  it('starts once', () => {
    const run = new TripRun().start();
    expect(runner.start(run.situation)).toEqual([]);
  });

  it('ignores answers to steps that are not in flight', () => {
    const run = new TripRun().start().replies(held);
    expect(run.replies(held, ticketed, released, SeatRefused(about)).commits).toHaveLength(2);
    expect(run.replies(charged, ticketed).replies(held, charged, ticketed, refunded).commits).toHaveLength(4);
  });
});

describe('a refusal', () => {
  it('of the first step leaves nothing to undo', () => {
    expect(newest(new TripRun().start().replies(SeatRefused(about)))).toEqual([
      StepRefused({ step: 'hold-seat', code: 'full', message: 'No seat is left.' }),
      CompensationStarted({ reason: 'FULL', patienceSeconds: 300 }),
      SagaCompensated({}),
      TripCancelled(about),
    ]);
  });

  it('is undone by the owners of the other steps only', () => {
    const run = new TripRun().start().replies(held, ChargeRefused(about));
    expect(newest(run)).toEqual([
      StepRefused({ step: 'charge', code: 'declined', message: 'Declined.' }),
      CompensationStarted({ reason: 'NO_MONEY', patienceSeconds: 300 }),
      UndoIssued({ owner: 'airline', attempt: 1 }),
      command(ReleaseSeat, 't1/undo-airline/1'),
    ]);
    expect(newest(run.replies(released))).toEqual([
      UndoCompleted({ owner: 'airline' }),
      SagaCompensated({}),
      TripCancelled(about),
    ]);
  });
});

describe('a deadline', () => {
  it('is that of the step in flight', () => {
    const run = new TripRun().start();
    expect(sagaDeadline(run.saga)).toEqual(new Date('2026-01-01T00:00:30.000Z'));
    expect(sagaDeadline(run.replies(held, charged).saga)).toBeUndefined();
  });

  it('does nothing before its time', () => {
    expect(new TripRun().start().passes(29).commits).toHaveLength(1);
  });

  it('leaves the step in doubt, and its undo covers it', () => {
    const run = new TripRun().start().replies(held).passes(60);
    expect(newest(run)).toEqual([
      StepTimedOut({ step: 'charge' }),
      CompensationStarted({ reason: 'BANK_SILENT', patienceSeconds: 300 }),
      UndoIssued({ owner: 'airline', attempt: 1 }),
      command(ReleaseSeat, 't1/undo-airline/1'),
      UndoIssued({ owner: 'bank', attempt: 1 }),
      command(Refund, 't1/undo-bank/1'),
    ]);
  });

  it('ignores a success that comes too late', () => {
    const run = new TripRun().start().replies(held).passes(60).replies(charged, SignatureWanted(about));
    expect(run.commits).toHaveLength(3);
    expect(run.replies(refunded, released).saga.status).toBe('COMPENSATED');
  });

  it('is another one while the customer is awaited', () => {
    const run = new TripRun().start().replies(held).passes(10).replies(SignatureWanted(about));
    expect(newest(run)).toEqual([StepAwaitingCustomer({ step: 'charge', deadlineSeconds: 900 })]);
    expect(run.passes(60).saga.status).toBe('RUNNING');
    expect(run.replies(SignatureWanted(about)).commits).toHaveLength(3);
    expect(run.passes(840).saga).toMatchObject({ status: 'COMPENSATING', compensation: { reason: 'BANK_SILENT' } });
  });

  it('does not exist for a step that cannot be refused: its command is re-issued without end', () => {
    const run = new TripRun().start().replies(held, charged).passes(100_000);
    expect(run.saga.status).toBe('RUNNING');
    expect(unansweredCommands(run.saga)).toEqual(['t1/issue-ticket/1']);
  });
});

describe('unanswered commands', () => {
  it('are that of the step in flight', () => {
    expect(unansweredCommands(new TripRun().start().saga)).toEqual(['t1/hold-seat/1']);
  });

  it('are none while the customer is awaited, or when the run ended', () => {
    const awaiting = new TripRun().start().replies(held, SignatureWanted(about));
    expect(unansweredCommands(awaiting.saga)).toEqual([]);
    expect(unansweredCommands(awaiting.replies(charged, ticketed).saga)).toEqual([]);
  });

  it('are the undos without an answer', () => {
    const run = new TripRun().start().replies(held).passes(60);
    expect(unansweredCommands(run.saga)).toEqual(['t1/undo-airline/1', 't1/undo-bank/1']);
    expect(unansweredCommands(run.replies(refunded).saga)).toEqual(['t1/undo-airline/1']);
  });
});

describe('a cancellation', () => {
  it('is recorded and waits for the step in flight', () => {
    const run = new TripRun().start().cancelled();
    expect(newest(run)).toEqual([CancellationRequested({ reason: 'CUSTOMER', by: 'user:robin' })]);
    expect(newest(run.replies(held))).toEqual([
      StepSucceeded({ step: 'hold-seat' }),
      CompensationStarted({ reason: 'CUSTOMER', patienceSeconds: 300 }),
      UndoIssued({ owner: 'airline', attempt: 1 }),
      command(ReleaseSeat, 't1/undo-airline/1'),
    ]);
  });

  it('acts when the step in flight is refused, or is not answered in time', () => {
    expect(new TripRun().start().cancelled().replies(SeatRefused(about)).saga).toMatchObject({
      status: 'COMPENSATED',
      compensation: { reason: 'CUSTOMER' },
    });
    expect(new TripRun().start().cancelled().passes(30).saga).toMatchObject({
      status: 'COMPENSATING',
      compensation: { reason: 'CUSTOMER' },
    });
  });

  it('keeps the last step from completing the run', () => {
    const run = new TripRun().start().replies(held, charged).cancelled().replies(ticketed);
    expect(run.messages).not.toContainEqual(TripBooked(about));
    expect(run.saga.status).toBe('COMPENSATING');
  });

  it('acts at once while the customer is awaited', () => {
    const awaiting = (): TripRun => new TripRun().start().replies(held, SignatureWanted(about));
    expect(awaiting().cancelled().saga.status).toBe('COMPENSATING');
    const requestedBefore = new TripRun().start().replies(held).cancelled().replies(SignatureWanted(about));
    expect(requestedBefore.saga.status).toBe('COMPENSATING');
  });

  it('undoes a run that is complete', () => {
    const run = new TripRun().start().replies(held, charged, ticketed).cancelled();
    expect(newest(run)).toEqual([
      CancellationRequested({ reason: 'CUSTOMER', by: 'user:robin' }),
      CompensationStarted({ reason: 'CUSTOMER', patienceSeconds: 300 }),
      UndoIssued({ owner: 'airline', attempt: 1 }),
      command(ReleaseSeat, 't1/undo-airline/1'),
      UndoIssued({ owner: 'bank', attempt: 1 }),
      command(Refund, 't1/undo-bank/1'),
    ]);
    expect(run.saga.endedAt).toBeUndefined();
    expect(run.replies(released, refunded).saga.status).toBe('COMPENSATED');
  });

  it('changes nothing when repeated, or when the run is undone already', () => {
    expect(new TripRun().start().cancelled().cancelled().commits).toHaveLength(2);
    expect(new TripRun().start().replies(SeatRefused(about)).cancelled().commits).toHaveLength(2);
    expect(new TripRun().start().replies(held).passes(60).cancelled().commits).toHaveLength(3);
    expect(new TripRun().cancelled().commits).toHaveLength(0);
  });
});

describe('an operator', () => {
  const undoRefused = (): TripRun => new TripRun().start().replies(held).passes(60).replies(RefundRefused(about));

  it('sees a run that takes longer than its deadlines allow', () => {
    const run = new TripRun().start().replies(held, charged);
    expect(isStuck(run.saga, new Date(run.now.getTime() + 389_000))).toBe(false);
    expect(isStuck(run.saga, new Date(run.now.getTime() + 390_000))).toBe(true);
    const awaiting = new TripRun().start().replies(held, SignatureWanted(about));
    expect(isStuck(awaiting.saga, new Date(run.now.getTime() + 900_000))).toBe(false);
  });

  it('sees a refused undo at once', () => {
    const run = undoRefused();
    expect(newest(run)).toEqual([UndoRefused({ owner: 'bank', code: 'closed', message: 'The account is closed.' })]);
    expect(isStuck(run.saga, run.now)).toBe(true);
    expect(run.saga.lastError).toBe('The account is closed.');
    expect(run.replies(released).saga.status).toBe('COMPENSATING');
  });

  it('retries with another attempt what was refused, and with the same id what was not answered', () => {
    const run = undoRefused();
    run.commit(runner.retry(run.situation, 'user:operator'));
    expect(newest(run)).toEqual([
      RetryRequested({ by: 'user:operator', patienceSeconds: 300 }),
      UndoIssued({ owner: 'bank', attempt: 2 }),
      command(Refund, 't1/undo-bank/2'),
    ]);
    expect(unansweredCommands(run.saga)).toEqual(['t1/undo-airline/1', 't1/undo-bank/2']);
    expect(isStuck(run.saga, run.now)).toBe(false);
    expect(run.replies(refunded, released).saga.status).toBe('COMPENSATED');
  });

  it('compensates instead of waiting for the step in flight', () => {
    const run = new TripRun().start().replies(held, charged);
    const why = { reason: 'OPERATOR', by: 'user:operator', note: 'The airline is gone.' };
    run.commit(runner.compensate(run.situation, why));
    expect(newest(run)[0]).toEqual(CompensationStarted({ ...why, patienceSeconds: 300 }));
    expect(unansweredCommands(run.saga)).toEqual(['t1/undo-airline/1', 't1/undo-bank/1']);
    expect(runner.compensate(run.situation, why)).toEqual([]);
    expect(run.replies(ticketed).commits).toHaveLength(4);
  });

  it('answers for undos that were settled by hand', () => {
    const run = undoRefused().replies(released);
    run.commit(runner.abandon(run.situation, { by: 'user:operator', note: 'Paid in cash.' }));
    expect(newest(run)).toEqual([
      UndoAbandoned({ owner: 'bank', by: 'user:operator', note: 'Paid in cash.' }),
      SagaCompensated({}),
      TripCancelled(about),
    ]);
    expect(run.replies(refunded).saga.status).toBe('COMPENSATED');
    expect(run.commits).toHaveLength(6);
  });

  it('cannot repair what is not running', () => {
    const { situation } = new TripRun().start().replies(held, charged, ticketed);
    expect(runner.retry(situation, 'user:operator')).toEqual([]);
    expect(runner.abandon(situation, { by: 'user:operator', note: 'no' })).toEqual([]);
    expect(runner.onDue(new TripRun().situation)).toEqual([]);
  });
});

describe('a definition', () => {
  it('stays that of the runs that began under it', () => {
    const newer = { ...trip, version: 2, steps: trip.steps.slice(0, 1) };
    const both = sagaRunner([newer, trip]);
    const run = new TripRun().start();
    expect(both.reply(run.situation, held)).toContainEqual(command(Charge, 't1/charge/1'));
    const fresh = new TripRun();
    fresh.commit(both.start(fresh.situation));
    expect(both.reply(fresh.situation, held)).toContainEqual(TripBooked(about));
  });

  it('that is gone refuses to guess', () => {
    const run = new TripRun().start();
    expect(() => sagaRunner([{ ...trip, version: 2 }]).reply(run.situation, held)).toThrow(SagaDefinitionUnknown);
  });

  it('issues its commands with ids that tell instance, step and attempt', () => {
    const run = new TripRun().start().replies(held, charged);
    expect(newest(run)).toContainEqual(command(IssueTicket, 't1/issue-ticket/1'));
  });
});

it('tells what a version was about by what happened first in it', () => {
  const run = new TripRun().start();
  expect(run.saga.changed).toEqual({ version: 1, step: 'hold-seat' });
  expect(run.replies(held).saga.changed).toEqual({ version: 2, step: 'hold-seat' });
  expect(run.cancelled().saga.changed).toEqual({ version: 2, step: 'hold-seat' });
  expect(run.replies(charged).saga.changed).toEqual({ version: 4, step: 'charge' });
  expect(run.replies(released).saga.changed).toEqual({ version: 5, owner: 'airline' });
});
