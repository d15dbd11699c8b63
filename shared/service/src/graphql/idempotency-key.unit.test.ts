import { isIdempotencyKey } from './idempotency-key.js';

it.each(['k', 'x'.repeat(200), '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22', 'Schlüssel 🔑'])('takes the key %s', (key) => {
  expect(isIdempotencyKey(key, 200)).toBe(true);
});

it.each(['', 'x'.repeat(201), '\ud800', 'key \udd11', '\udd11\ud83d'])('refuses the key %j', (key) => {
  expect(isIdempotencyKey(key, 200)).toBe(false);
});
