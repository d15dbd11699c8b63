import type { z } from 'zod';
import { MessageInvalid } from './errors.js';

/** Names the fields that are wrong, never their values: they may be secret. @throws {MessageInvalid} */
export function validate<Value>(schema: z.ZodType<Value>, value: unknown, part: string): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, code }) => `${[part, ...path].join('.')}: ${code}`);
  throw new MessageInvalid(`invalid body: ${problems.slice(0, 5).join('; ')}`, { problems });
}
