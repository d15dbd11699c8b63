import { z } from 'zod';
import { ApiError } from '../api-error.js';

const idempotencyKey = z.string().min(1).max(255);
const amount = z.int().min(1);
const currency = z.string().regex(/^[A-Z]{3}$/);

export const AuthorizationBody = z.strictObject({
  idempotencyKey,
  orderReference: z.string().min(1),
  amount,
  currency,
  token: z.string(),
  description: z.string().min(1).max(200).optional(),
});
export const CaptureBody = z.strictObject({ idempotencyKey, amount, currency });
export const VoidBody = z.strictObject({ idempotencyKey });
export const RefundBody = z.strictObject({ idempotencyKey, authorizationId: z.string(), amount, currency });
export const OrderQuery = z.object({ orderReference: z.string().min(1) });

/** @throws {ApiError} 400 naming the first wrong field. */
export function parse<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ApiError(400, 'invalid_request', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
}
