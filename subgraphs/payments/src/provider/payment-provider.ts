import type { Money } from '@ordergraph/events';
import type {
  AuthorizationAnswer,
  CaptureAnswer,
  ProviderAnswer,
  RefundAnswer,
  VoidAnswer,
} from '../domain/provider-answer.js';

/**
 * What payments needs of a provider. Every operation carries an idempotency key: the same key never moves money twice, and
 * answers the same again.
 *
 * @throws {InfrastructureUnavailable} nobody is there; it did not happen and costs no attempt
 * @throws {ProviderUnanswered} it may or may not have happened; repeat it with the same key
 * @throws {ProviderRejected} the request is wrong, now and later
 */
export interface PaymentProvider {
  authorize(request: AuthorizationRequest): Promise<AuthorizationAnswer>;
  capture(request: CaptureRequest): Promise<CaptureAnswer>;
  void(request: VoidRequest): Promise<VoidAnswer>;
  refund(request: RefundRequest): Promise<RefundAnswer>;
  /** What was answered to an operation of this order; undefined: the provider never saw it. Works when its keys have expired. */
  findAnswer(lookup: { readonly orderReference: string; readonly key: string }): Promise<ProviderAnswer | undefined>;
  close(): Promise<void>;
}

export interface AuthorizationRequest {
  readonly key: string;
  readonly orderReference: string;
  /** What the customer reads. */
  readonly description: string;
  readonly amount: Money;
  readonly token: string;
}

export interface CaptureRequest {
  readonly key: string;
  readonly authorizationId: string;
  readonly amount: Money;
}

export interface VoidRequest {
  readonly key: string;
  readonly authorizationId: string;
}

export type RefundRequest = CaptureRequest;
