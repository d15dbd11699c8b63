import { ProviderUnanswered } from './errors.js';
import { toAuthorizationAnswer } from './simulated-answers.js';

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

  it.each(['', 'soon', '2026-01-01', '2026-01-01T09:15:00', '2026-02-30T09:15:00Z', 1_767_258_900, undefined])(
    'is no answer as %j',
    (expiresAt) => {
      expect(() => toAuthorizationAnswer(action(expiresAt))).toThrow(ProviderUnanswered);
    },
  );
});
