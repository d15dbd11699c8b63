import { BadUserInput } from '../errors/errors.js';
import type { CursorCodec } from './cursor.js';

/** A page of a list, as Relay's Cursor Connections specification has it. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | undefined;
    readonly endCursor: string | undefined;
  };
}

/** Arguments of every list. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** Most rows of a page. */
export const largestPage = 100;

/** What a list must say for a page of it. */
export interface ConnectionOptions<Row, Key, Node> {
  readonly arguments: PageArguments;
  /** Rows of a page whose size was not given. Default 20. */
  readonly defaultFirst?: number;
  readonly cursor: CursorCodec<Key>;
  /** The sort key of a row: unique, so that the next page starts exactly after it. */
  readonly keyOf: (row: Row) => Key;
  /** Up to `limit` rows after the key, in order. One more than the page is asked for, to know whether it is the last. */
  readonly load: (page: { readonly after: Key | undefined; readonly limit: number }) => Promise<readonly Row[]>;
  readonly nodeOf: (row: Row) => Node;
}

/**
 * Loads one page by keyset: cost does not grow with depth, and rows that come or go meanwhile neither repeat nor hide
 * others.
 *
 * @throws {BadUserInput} when `first` is not within 1 to 100
 * @throws {CursorInvalid}
 */
export async function loadConnection<Row, Key, Node>(
  options: ConnectionOptions<Row, Key, Node>,
): Promise<Connection<Node>> {
  const { cursor, keyOf, nodeOf } = options;
  const first = options.arguments.first ?? options.defaultFirst ?? 20;
  if (first < 1 || first > largestPage) throw new BadUserInput(`first must be between 1 and ${largestPage}.`);
  const after = options.arguments.after == null ? undefined : cursor.decode(options.arguments.after);
  const rows = await options.load({ after, limit: first + 1 });
  const edges = rows.slice(0, first).map((row) => ({ cursor: cursor.encode(keyOf(row)), node: nodeOf(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== undefined,
      startCursor: edges.at(0)?.cursor,
      endCursor: edges.at(-1)?.cursor,
    },
  };
}
