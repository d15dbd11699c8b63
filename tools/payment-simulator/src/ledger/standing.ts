import type { Operation } from './operation.js';

/** What became of one authorization, added up from its operations. Amounts are minor units. */
export interface Standing {
  readonly status: 'unknown' | 'declined' | 'requires_action' | 'authorized' | 'captured' | 'voided';
  readonly orderReference: string;
  readonly description: string;
  readonly amount: number;
  readonly currency: string;
  readonly token: string | undefined;
  readonly captured: number;
  readonly refunded: number;
}

const nothing: Standing = {
  status: 'unknown',
  orderReference: '',
  description: '',
  amount: 0,
  currency: '',
  token: undefined,
  captured: 0,
  refunded: 0,
};

export const standingOf = (history: readonly Operation[]): Standing => history.reduce(after, nothing);

function after(standing: Standing, operation: Operation): Standing {
  const { answer, amount } = operation;
  switch (answer.status) {
    case 'authorized':
    case 'requires_action':
    case 'declined':
      return {
        ...standing,
        status: answer.status,
        orderReference: operation.orderReference,
        description: operation.description ?? operation.orderReference,
        amount,
        currency: operation.currency,
        token: operation.token,
      };
    case 'approved':
      return { ...standing, status: 'authorized' };
    case 'refused':
      return { ...standing, status: 'declined' };
    case 'captured':
      return { ...standing, status: 'captured', captured: amount };
    case 'refunded':
      return { ...standing, refunded: standing.refunded + amount };
    case 'voided':
      return { ...standing, status: 'voided' };
    case 'failed':
      return standing;
  }
}
