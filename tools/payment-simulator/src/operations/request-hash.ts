import { createHash } from 'node:crypto';

/** The same request gives the same hash, whatever the order of its fields. */
export function requestHash(request: Readonly<Record<string, string | number | undefined>>): string {
  const sorted = Object.entries(request).sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url');
}
