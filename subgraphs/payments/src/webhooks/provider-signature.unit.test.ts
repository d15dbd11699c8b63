import { createHmac } from 'node:crypto';
import { isSignedByProvider } from './provider-signature.js';

const secret = 'webhook-secret';
const body = Buffer.from('{"id":"evt_1"}');
const now = new Date('2026-01-01T09:00:00Z');
const seconds = now.getTime() / 1_000;

const sign = (at: number, by = secret): string =>
  `t=${at},v1=${createHmac('sha256', by).update(`${at}.${body.toString()}`).digest('hex')}`;
const accepts = (header: string | undefined, signed = body): boolean =>
  isSignedByProvider({ secret, header, body: signed, now });

describe('the signature of a webhook', () => {
  it('is accepted when it is right', () => {
    expect(accepts(sign(seconds))).toBe(true);
    expect(accepts(sign(seconds - 290))).toBe(true);
  });

  it('is refused with another secret or another body', () => {
    expect(accepts(sign(seconds, 'guess'))).toBe(false);
    expect(accepts(sign(seconds), Buffer.from('{"id":"evt_2"}'))).toBe(false);
  });

  it('is refused when it is old or from the future', () => {
    expect(accepts(sign(seconds - 301))).toBe(false);
    expect(accepts(sign(seconds + 301))).toBe(false);
  });

  it.each([
    undefined,
    '',
    't=,v1=',
    't=1',
    `v1=${'a'.repeat(64)}`,
    `t=1e3,v1=${'a'.repeat(64)}`,
    `t=1,v1=${'a'.repeat(63)}`,
  ])('is refused as %p', (header) => {
    expect(accepts(header)).toBe(false);
  });
});
