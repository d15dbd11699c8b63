import { gql, type TypedDocumentNode } from '@apollo/client';
import type { Stage } from './stage.js';

const cached: TypedDocumentNode<{ version: number; status: string }> = gql`
  fragment Cached on Order {
    version
    status
  }
`;

/** What the app's normalized cache holds of an order, without asking anybody. */
export const cachedOrder = ({ app }: Stage, id: string) =>
  app.apollo.readFragment({ id: `Order:${id}`, fragment: cached });

const orderNow: TypedDocumentNode<{ order: unknown }> = gql`
  query OrderNow($id: ID!) {
    order(id: $id) {
      version
      status
      cancellation {
        reason
      }
      progress {
        steps {
          status
        }
      }
      payment {
        status
        captured {
          amount
        }
        refunded {
          amount
        }
      }
    }
  }
`;

/** The order as the whole graph has it now, past any cache. */
export async function readOrderNow({ app }: Stage, id: string): Promise<unknown> {
  const { data } = await app.apollo.query({
    query: orderNow,
    variables: { id },
    fetchPolicy: 'no-cache',
  });
  return data?.order;
}

interface Posting {
  readonly node: { readonly debit: string; readonly credit: string; readonly amount: { readonly amount: string } };
}

/** Debits minus credits by account in the ledger of an order's payment, in minor units. */
export async function readBalances({ operator }: Stage, orderId: string): Promise<Record<string, number>> {
  const { payment } = await operator.request<{ payment: { ledger: { edges: readonly Posting[] } } | null }>(
    'query Ledger($id: ID!) { payment(id: $id) { ledger { edges { node { debit credit amount { amount } } } } } }',
    { id: orderId },
  );
  const balances: Record<string, number> = { 'provider-clearing': 0, customer: 0, revenue: 0 };
  for (const { node } of payment?.ledger.edges ?? []) {
    const amount = Math.round(Number(node.amount.amount) * 100);
    balances[node.debit] = (balances[node.debit] ?? 0) + amount;
    balances[node.credit] = (balances[node.credit] ?? 0) - amount;
  }
  return balances;
}
