import { z } from 'zod';

/** An id made by us: a UUID, or a short readable name in seed data. Never contains `/`, which separates the parts of a message id. */
export const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);

/** Money: integer minor units (cents for EUR) with an ISO 4217 currency. */
export const Money = z.strictObject({
  amount: z.number().int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = z.infer<typeof Money>;

/** What one piece of a product may cost: 1 to 10,000,000,000 minor units, so that sums over orders stay exact. */
export const Price = Money.extend({ amount: z.number().int().min(1).max(10_000_000_000) });

/** What is asked of a payment: more than nothing. */
export const Payable = Money.extend({ amount: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

/** What a product is ordered by. */
export const Sku = z.string().max(64);

/** What people read of a product in one line. */
export const Title = z.string().max(200);

/** UTF-16 units of a `Text`. */
export const textAtMost = 10_000;

/** Anything else that is written: of a person, or of the payment provider. */
export const Text = z.string().max(textAtMost);

/** Products in one order. */
export const linesAtMost = 50;

/** A point in time: RFC 3339, UTC, milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 });

/** Pieces of one product: 1 to 1,000. */
export const Quantity = z.number().int().min(1).max(1_000);
