import type { PaymentDeclineReason } from '@ordergraph/events';

/** What a provider definitively answered to an operation. Everything else (no answer, an outage) is an error. */
export type ProviderAnswer = AuthorizationAnswer | CaptureAnswer | VoidAnswer | RefundAnswer;

export type AuthorizationAnswer =
  | { readonly outcome: 'authorized'; readonly authorizationId: string; readonly method: string }
  | { readonly outcome: 'declined'; readonly decline: PaymentDeclineReason }
  | {
      readonly outcome: 'action-required';
      readonly authorizationId: string;
      readonly action: CustomerAction;
    };

/** What the customer must do before the provider authorizes: a page to visit, or a secret for the provider's own form. */
export interface CustomerAction {
  readonly redirectUrl?: string | undefined;
  readonly clientSecret?: string | undefined;
  /** RFC 3339. */
  readonly expiresAt: string;
}

export type CaptureAnswer = { readonly outcome: 'captured' } | ({ readonly outcome: 'capture-failed' } & Failure);
export type VoidAnswer = { readonly outcome: 'voided' } | ({ readonly outcome: 'void-failed' } & Failure);
export type RefundAnswer = { readonly outcome: 'refunded' } | ({ readonly outcome: 'refund-failed' } & Failure);

interface Failure {
  readonly code: string;
  readonly message: string;
}
