import { PaymentDeclineReason, Text, textAtMost, Timestamp } from '@ordergraph/events';
import { ProviderUnanswered } from './errors.js';
import { toAuthorizationAnswer, toCaptureAnswer, toRefundAnswer, toVoidAnswer } from './simulated-answers.js';

const action = (expiresAt: unknown) => ({
  status: 'requires_action',
  id: 'auth_1',
  redirectUrl: 'https://bank.example/1',
  clientSecret: 'secret',
  expiresAt,
});

describe('when what the customer has to do expires', () => {
  it.each([
    '2026-01-01T09:15:00.000Z',
    '2026-01-01T09:15:00Z',
    '2026-01-01T09:15:00.000000Z',
    '2026-01-01T10:15:00+01:00',
  ])('is told in UTC, with milliseconds: %s', (expiresAt) => {
    expect(toAuthorizationAnswer(action(expiresAt))).toMatchObject({
      action: { expiresAt: '2026-01-01T09:15:00.000Z' },
    });
  });

  it.each([
    ['9999-12-31T23:59:59-01:00', '9999-12-31T23:59:59.999Z'],
    ['0000-01-01T00:00:00+01:00', '0000-01-01T00:00:00.000Z'],
  ])('stays a time that can be written with a year of four digits: %s', (expiresAt, told) => {
    expect(Timestamp.safeParse(told).success).toBe(true);
    expect(toAuthorizationAnswer(action(expiresAt))).toMatchObject({ action: { expiresAt: told } });
  });

  it.each(['', 'soon', '2026-01-01', '2026-01-01T09:15:00', '2026-02-30T09:15:00Z', 1_767_258_900, undefined])(
    'is no answer as %j',
    (expiresAt) => {
      expect(() => toAuthorizationAnswer(action(expiresAt))).toThrow(ProviderUnanswered);
    },
  );
});

describe('what the provider writes, longer than a message carries,', () => {
  const page = '<p>Sorry.</p>'.repeat(1_000);
  const cut = page.slice(0, textAtMost);

  it('is cut in a decline, which has whatever else the provider adds to it left out', () => {
    const decline = { code: page, message: page, retryableWithOtherMethod: true };
    const answer = toAuthorizationAnswer({ status: 'declined', ...decline, more: 1 });
    expect(answer).toEqual({ outcome: 'declined', decline: { ...decline, code: cut, message: cut } });
    expect(PaymentDeclineReason.safeParse('decline' in answer && answer.decline).success).toBe(true);
  });

  it('is cut in a method, and in every failure', () => {
    const failed = { status: 'failed', code: page, message: page };
    expect(toAuthorizationAnswer({ status: 'authorized', id: 'auth_1', method: page })).toMatchObject({ method: cut });
    for (const answer of [toCaptureAnswer(failed), toVoidAnswer(failed), toRefundAnswer(failed)])
      expect(answer).toMatchObject({ code: cut, message: cut });
  });

  it('is not cut through a character, and otherwise left as it is', () => {
    const methodOf = (method: string): unknown => {
      const answer = toAuthorizationAnswer({ status: 'authorized', id: 'auth_1', method });
      return 'method' in answer && answer.method;
    };
    expect(methodOf(`${'x'.repeat(textAtMost - 1)}💳`)).toBe('x'.repeat(textAtMost - 1));
    const fitting = `${'x'.repeat(textAtMost - 2)}💳`;
    expect(methodOf(fitting)).toBe(fitting);
    expect(Text.safeParse(fitting).success).toBe(true);
  });
});
