import { randomUUID } from 'node:crypto';
import { orderNumber } from './order-number.js';

it('is short, without letters that read like others, and the same for the same order', () => {
  expect(orderNumber('00000000-0000-4000-8000-000000000000')).toBe('0000-0000');
  expect(orderNumber('ffffffff-ffff-4fff-bfff-ffffffffffff')).toBe('ZZZZ-ZZZZ');
  expect(orderNumber('0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22')).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  const numbers = Array.from({ length: 1_000 }, () => orderNumber(randomUUID()));
  expect(new Set(numbers).size).toBe(1_000);
});
