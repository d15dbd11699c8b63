import type { Failure } from '../../broker/port.js';
import { BrokerUnavailable, MessageInvalid, NotYet } from '../../errors.js';
import { NewerVersion } from '../errors.js';
import { decideOnFailure, type FailureDecision } from './failure-decision.js';

const queue = 'orders.fulfilment.t1';
const now = new Date('2026-01-02T12:00:00.000Z');
const before = (failure: Partial<Failure>): Failure => ({
  queue,
  attempts: 1,
  firstFailedAt: '2026-01-02T11:59:00.000Z',
  errorCode: 'X',
  errorMessage: 'x',
  ...failure,
});
const decide = (error: unknown, failure?: Failure, pauses = 0): FailureDecision =>
  decideOnFailure(error, { queue, failure, now, pauses });

describe('a message whose handling failed', () => {
  it('climbs the ladder, so that a long trouble is waited out and a short one costs seconds', () => {
    const climb = Array.from({ length: 15 }, (_, attempts) => decide(new Error('x'), before({ attempts })));
    const rungs = climb.map((decision) => (decision.action === 'retry-later' ? decision.delay : decision.action));
    const at = (delay: number, times: number): number[] => new Array<number>(times).fill(delay);
    expect(rungs).toEqual([...at(5_000, 3), ...at(60_000, 5), ...at(600_000, 6), 'dead-letter']);
  });

  it('carries what went wrong, how often and since when', () => {
    expect(decide(new NotYet('product p-1 is not known'), before({ attempts: 1 }))).toEqual({
      action: 'retry-later',
      delay: 5_000,
      expected: true,
      failure: before({ attempts: 2, errorCode: 'NOT_YET', errorMessage: 'product p-1 is not known' }),
    });
    expect(decide(new TypeError('first'))).toMatchObject({
      failure: { queue, attempts: 1, firstFailedAt: now.toISOString(), errorCode: 'TypeError' },
    });
  });

  it.each(['', 'junk'])('fails for the first time when nobody knows since when (%j)', (firstFailedAt) => {
    expect(decide(new TypeError('again'), before({ firstFailedAt, attempts: 3 }))).toMatchObject({
      failure: { attempts: 4, firstFailedAt: now.toISOString() },
    });
  });

  it('is a dead letter at once when it can never be handled: it would only keep others waiting', () => {
    expect(decide(new MessageInvalid('nonsense'))).toMatchObject({ action: 'dead-letter', failure: { attempts: 1 } });
  });

  it('begins at the foot of the ladder when another queue failed before', () => {
    const elsewhere = before({ queue: 'payments.ledger.t1', attempts: 14 });
    expect(decide(new Error('x'), elsewhere)).toMatchObject({ delay: 5_000, failure: { queue, attempts: 1 } });
  });

  it('pays nothing for infrastructure that is unreachable', () => {
    expect(decide(new BrokerUnavailable('gone'), before({ attempts: 14 }))).toEqual({ action: 'pause' });
  });

  it('does not stop its consumer for ever by looking like unreachable infrastructure', () => {
    expect(decide(new BrokerUnavailable('gone'), undefined, 5)).toMatchObject({ action: 'retry-later', delay: 5_000 });
  });

  it('of a newer version waits a day for the release that reads it, and no longer', () => {
    const error = new NewerVersion('orders.order-placed.v2');
    expect(decide(error)).toMatchObject({ action: 'retry-later', delay: 600_000, failure: { attempts: 0 } });
    const almost = before({ attempts: 0, firstFailedAt: '2026-01-01T12:00:01.000Z' });
    expect(decide(error, almost)).toMatchObject({ action: 'retry-later', delay: 600_000, failure: { attempts: 0 } });
    const aDay = before({ attempts: 0, firstFailedAt: '2026-01-01T12:00:00.000Z' });
    expect(decide(error, aDay)).toMatchObject({ action: 'dead-letter' });
  });

  it('waits no longer than that, though it says that it failed in the future', () => {
    const never = before({ attempts: 0, firstFailedAt: '9999-12-31T23:59:59.999Z' });
    const decision = decide(new NewerVersion('orders.order-placed.v2'), never);
    expect(decision).toMatchObject({ action: 'retry-later', failure: { firstFailedAt: now.toISOString() } });
  });
});
