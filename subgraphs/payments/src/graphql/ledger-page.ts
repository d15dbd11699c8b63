import {
  createCursorCodec,
  CursorInvalid,
  loadConnection,
  type PageArguments,
  toGraphqlMoney,
} from '@ordergraph/service';
import { z } from 'zod';
import { type LedgerEntry, ledgerOf } from '../domain/ledger.js';
import type { LoadedPayment } from './context.js';

const cursor = createCursorCodec('ledger', z.string());

/** The ledger is derived from the commits that were loaded with the payment. */
export const ledgerPage = ({ state, commits }: LoadedPayment, page: PageArguments) =>
  loadConnection<LedgerEntry, string, object>({
    arguments: page,
    defaultFirst: 50,
    cursor,
    keyOf: ({ id }) => id,
    load: async ({ after, limit }) => {
      const entries = ledgerOf(commits);
      const start = after === undefined ? 0 : placeAfter(entries, after);
      return entries.slice(start, start + limit);
    },
    nodeOf: ({ id, amount, ...entry }) => ({ ...entry, id: `${state.id}/${id}`, amount: toGraphqlMoney(amount) }),
  });

function placeAfter(entries: readonly LedgerEntry[], after: string): number {
  const place = entries.findIndex(({ id }) => id === after);
  if (place < 0) throw new CursorInvalid();
  return place + 1;
}
