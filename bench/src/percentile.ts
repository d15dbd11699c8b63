/** The value below which `share` (0 to 1) of the samples lie, by the nearest-rank method; 0 without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.max(0, Math.ceil(share * sorted.length) - 1);
  return Math.round((sorted[rank] ?? 0) * 10) / 10;
}
