/** Tokens that stand for cards; what each makes the provider do. Any other token is refused with `invalid_token`. */
export const testTokens = {
  tok_success: 'authorizes at once',
  tok_decline: 'is declined (card_declined)',
  tok_slow: 'authorizes after 3 seconds',
  tok_timeout_after_charge: 'authorizes, but the first answer never arrives; repeating the call answers',
  tok_requires_action: 'asks the customer to approve on a page first',
  tok_capture_fails: 'authorizes, but the money cannot be taken afterwards (authorization_expired)',
} as const;

export type TestToken = keyof typeof testTokens;

export const slowMilliseconds = 3_000;
export const actionLifetimeMilliseconds = 15 * 60_000;

export const isTestToken = (token: string): token is TestToken => Object.hasOwn(testTokens, token);
