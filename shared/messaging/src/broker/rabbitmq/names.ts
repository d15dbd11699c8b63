/** Logical names to names on the broker and back: everything of one installation begins with its namespace. */
export interface Names {
  full(logical: string): string;
  logical(full: string): string;
  /** The queue, and the exchange in front of it, of one rung of the retry ladder. */
  retry(milliseconds: number): string;
  /** The exchange through which messages leave the ladder: to the queue that their routing key names. */
  readonly returns: string;
  /** The exchange for those whose queue is gone by then. */
  readonly unreturned: string;
}

export function createNames(namespace: string): Names {
  const prefix = `${namespace}.`;
  return {
    full: (logical) => prefix + logical,
    logical: (full) => (full.startsWith(prefix) ? full.slice(prefix.length) : full),
    retry: (milliseconds) => `${prefix}retry.${readable(milliseconds)}.t${retryTopologyVersion}`,
    returns: `${prefix}retry.returns`,
    unreturned: `${prefix}retry.unreturned`,
  };
}

/** Raise it when the arguments of the retry queues change. */
const retryTopologyVersion = 2;

function readable(milliseconds: number): string {
  if (milliseconds % 60_000 === 0) return `${milliseconds / 60_000}m`;
  if (milliseconds % 1_000 === 0) return `${milliseconds / 1_000}s`;
  return `${milliseconds}ms`;
}
