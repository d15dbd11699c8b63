import { z } from 'zod';
import type {
  AuthorizationAnswer,
  CaptureAnswer,
  ProviderAnswer,
  RefundAnswer,
  VoidAnswer,
} from '../domain/provider-answer.js';
import { ProviderUnanswered } from './errors.js';
import { ProviderDecline, ProviderText } from './provider-text.js';

const Failed = z.object({ status: z.literal('failed'), code: ProviderText, message: ProviderText });

const earliest = Date.parse('0000-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');
/** Any RFC 3339 time, as ours are written: in UTC, with milliseconds, the year in four digits whatever the offset was. */
const PointInTime = z.iso
  .datetime({ offset: true })
  .transform((time) => new Date(Math.min(Math.max(Date.parse(time), earliest), latest)).toISOString());

const Authorization = z.discriminatedUnion('status', [
  z.object({ status: z.literal('authorized'), id: z.string(), method: ProviderText }),
  ProviderDecline.extend({ status: z.literal('declined') }),
  z.object({
    status: z.literal('requires_action'),
    id: z.string(),
    redirectUrl: z.string(),
    clientSecret: z.string(),
    expiresAt: PointInTime,
  }),
]);
const Capture = z.discriminatedUnion('status', [z.object({ status: z.literal('captured') }), Failed]);
const Voided = z.discriminatedUnion('status', [z.object({ status: z.literal('voided') }), Failed]);
const Refund = z.discriminatedUnion('status', [z.object({ status: z.literal('refunded') }), Failed]);

export function toAuthorizationAnswer(answer: unknown): AuthorizationAnswer {
  const authorization = understand(Authorization, answer);
  switch (authorization.status) {
    case 'authorized':
      return { outcome: 'authorized', authorizationId: authorization.id, method: authorization.method };
    case 'declined': {
      const { status: _, ...decline } = authorization;
      return { outcome: 'declined', decline };
    }
    case 'requires_action': {
      const { id, redirectUrl, clientSecret, expiresAt } = authorization;
      return { outcome: 'action-required', authorizationId: id, action: { redirectUrl, clientSecret, expiresAt } };
    }
    default:
      return authorization satisfies never;
  }
}

export function toCaptureAnswer(answer: unknown): CaptureAnswer {
  const capture = understand(Capture, answer);
  if (capture.status === 'captured') return { outcome: 'captured' };
  return { outcome: 'capture-failed', code: capture.code, message: capture.message };
}

export function toVoidAnswer(answer: unknown): VoidAnswer {
  const voided = understand(Voided, answer);
  if (voided.status === 'voided') return { outcome: 'voided' };
  return { outcome: 'void-failed', code: voided.code, message: voided.message };
}

export function toRefundAnswer(answer: unknown): RefundAnswer {
  const refund = understand(Refund, answer);
  if (refund.status === 'refunded') return { outcome: 'refunded' };
  return { outcome: 'refund-failed', code: refund.code, message: refund.message };
}

const Operations = z.object({
  operations: z.array(
    z.object({
      idempotencyKey: z.string(),
      kind: z.enum(['authorization', 'capture', 'void', 'refund', 'decision']),
      answer: z.unknown(),
    }),
  ),
});

/** The answer among the operations of an order that belongs to the key. */
export function findAnswer(body: unknown, key: string): ProviderAnswer | undefined {
  const { operations } = understand(Operations, body);
  const operation = operations.find(({ idempotencyKey }) => idempotencyKey === key);
  switch (operation?.kind) {
    case undefined:
    case 'decision':
      return undefined;
    case 'authorization':
      return toAuthorizationAnswer(operation.answer);
    case 'capture':
      return toCaptureAnswer(operation.answer);
    case 'void':
      return toVoidAnswer(operation.answer);
    case 'refund':
      return toRefundAnswer(operation.answer);
  }
}

/** An answer that cannot be read is none: the operation may have happened. */
function understand<Output>(schema: z.ZodType<Output>, answer: unknown): Output {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new ProviderUnanswered('its answer cannot be read', parsed.error);
}
