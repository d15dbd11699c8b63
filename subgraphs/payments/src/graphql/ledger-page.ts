import { createCursorCodec, loadConnection, type PageArguments, toGraphqlMoney } from '@ordergraph/service';
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
    load: ({ after, limit }) => {
      const entries = ledgerOf(commits);
      const start = entries.findIndex(({ id }) => id === after) + 1;
      return Promise.resolve(entries.slice(start, start + limit));
    },
    nodeOf: ({ id, amount, ...entry }) => ({ ...entry, id: `${state.id}/${id}`, amount: toGraphqlMoney(amount) }),
  });
