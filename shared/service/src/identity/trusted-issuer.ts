import { z } from 'zod';

const PublicKey = z
  .looseObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string(), kid: z.string() })
  .refine((key) => !('d' in key), 'holds a private key');

/**
 * Someone whose tokens are accepted. Inline keys make a start independent of everybody; `jwksUri` adds keys that
 * came later. `audience` narrows what is accepted from this issuer; without it, whatever the verifier accepts.
 */
export const TrustedIssuer = z
  .strictObject({
    issuer: z.string().min(1),
    audience: z.string().min(1).optional(),
    jwks: z.strictObject({ keys: z.array(PublicKey).min(1) }).optional(),
    jwksUri: z.url({ protocol: /^https?$/ }).optional(),
  })
  .refine(({ jwks, jwksUri }) => jwks !== undefined || jwksUri !== undefined, 'needs jwks or jwksUri');

/** Its parsed form. */
export type TrustedIssuer = z.infer<typeof TrustedIssuer>;
