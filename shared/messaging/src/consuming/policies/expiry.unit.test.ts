import { defineCommand } from '@ordergraph/events';
import { z } from 'zod';
import type { Decoded } from '../decode.js';
import { MessageExpired } from '../errors.js';
import { refuseExpired } from './expiry.js';

const summary = 'Greets.';
const example = { data: {} };
const lasting = defineCommand('greeter.greet.v1', { summary, data: z.strictObject({}), example });
const perishable = defineCommand('greeter.greet.v1', {
  summary,
  data: z.strictObject({}),
  example,
  expiresAfterSeconds: 60,
});
const sentAt = new Date('2026-01-01T09:00:00.000Z');
const later = (seconds: number): Date => new Date(sentAt.getTime() + seconds * 1_000);
const decoded = (contract: unknown): Decoded =>
  ({ contract, received: { type: 'greeter.greet.v1', time: sentAt } }) as Decoded;

describe('expiry', () => {
  it('refuses what came too late to be worth anything', () => {
    expect(() => refuseExpired(decoded(perishable), later(60))).not.toThrow();
    expect(() => refuseExpired(decoded(perishable), later(61))).toThrow(MessageExpired);
  });

  it('never refuses a message whose contract sets no limit', () => {
    expect(() => refuseExpired(decoded(lasting), later(1e9))).not.toThrow();
  });
});
