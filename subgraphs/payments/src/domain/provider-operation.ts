import type { Money } from '@ordergraph/events';

export type OperationKind = 'authorize' | 'capture' | 'void' | 'refund';

interface Intended {
  /** The provider's idempotency key: `<order>/<kind>/<attempt>`. Whoever resumes uses the same. */
  readonly key: string;
  readonly intendedAt: Date;
}

/** An external effect whose intent is recorded and whose outcome is not yet. A payment has at most one. */
export type ProviderOperation =
  | (Intended & {
      readonly kind: 'authorize';
      readonly orderNumber: string;
      readonly amount: Money;
      readonly paymentToken: string;
    })
  | (Intended & { readonly kind: 'capture'; readonly amount: Money })
  | (Intended & { readonly kind: 'void' })
  | (Intended & {
      readonly kind: 'refund';
      readonly amount: Money;
      readonly purpose: 'REVERSAL' | 'GOODWILL';
      readonly reason: string;
    });

export const operationKey = (orderId: string, kind: OperationKind, attempt: number): string =>
  `${orderId}/${kind}/${attempt}`;
