import { crashPoints, readCrashAt } from '@ordergraph/messaging';
import { z } from 'zod';

/** A whole number within bounds, in decimal digits. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(minimum, `must be at least ${minimum}`).max(maximum, `must be at most ${maximum}`));

/** A TCP port; 0 takes any that is free. */
export const portNumber = () => wholeNumber(0, 65_535);

/** Texts separated by commas, perhaps none. */
export const separated = () =>
  z.string().transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  );

/** Values of a fixed set, separated by commas, at least one. */
export const listOf = <const Value extends string>(...values: readonly Value[]) =>
  separated().pipe(
    z
      .array(z.enum(values, { error: `must be one or several of ${values.join(', ')}` }))
      .min(1, 'must name at least one'),
  );

/** JSON text that holds what the schema asks for. */
export const jsonOf = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** `true` or `false`. */
export const flag = () => z.enum(['true', 'false']).transform((text) => text === 'true');

/** The name of a crash point, and after a colon at which passage: `after-commit:3`. */
export const crashAt = () =>
  z.string().transform((text, context) => {
    const at = readCrashAt(text);
    if (at) return at;
    context.addIssue({
      code: 'custom',
      message: `must be <point> or <point>:<passage>; points: ${crashPoints.join(', ')}`,
    });
    return z.NEVER;
  });

/** A private P-256 key as JWK in JSON, with its `kid`: what `createTokenSigner` takes. */
export const signingKey = () =>
  jsonOf(
    z.looseObject({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
      d: z.string({ error: 'must hold a private key' }),
      kid: z.string(),
    }),
  );
