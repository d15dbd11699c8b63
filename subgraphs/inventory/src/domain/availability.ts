export type Availability = 'IN_STOCK' | 'LOW_STOCK' | 'OUT_OF_STOCK';

/** What a shopper may know; `lowStock` is the number of pieces up to which they should hurry. */
export function availabilityOf(available: number, lowStock: number): Availability {
  if (available <= 0) return 'OUT_OF_STOCK';
  return available <= lowStock ? 'LOW_STOCK' : 'IN_STOCK';
}
