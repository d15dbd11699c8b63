import { z } from 'zod';

/** An id made by us: a UUID, or a short readable name in seed data. Never contains `/`, which separates the parts of a message id. */
export const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);

/** Money: integer minor units (cents for EUR) with an ISO 4217 currency. */
export const Money = z.strictObject({
  amount: z.number().int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = z.infer<typeof Money>;

/** A point in time: RFC 3339, UTC, milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 });

/** Pieces of one product: 1 to 1,000. */
export const Quantity = z.number().int().min(1).max(1_000);
