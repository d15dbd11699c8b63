/** Logical names to names on the broker and back: everything of one installation begins with its namespace. */
export interface Names {
  full(logical: string): string;
  logical(full: string): string;
  /** The queue, and the exchange in front of it, of one rung of the retry ladder. */
  retry(milliseconds: number): string;
}

export function createNames(namespace: string): Names {
  const prefix = `${namespace}.`;
  return {
    full: (logical) => prefix + logical,
    logical: (full) => (full.startsWith(prefix) ? full.slice(prefix.length) : full),
    retry: (milliseconds) => `${prefix}retry.${readable(milliseconds)}`,
  };
}

function readable(milliseconds: number): string {
  if (milliseconds % 60_000 === 0) return `${milliseconds / 60_000}m`;
  if (milliseconds % 1_000 === 0) return `${milliseconds / 1_000}s`;
  return `${milliseconds}ms`;
}
