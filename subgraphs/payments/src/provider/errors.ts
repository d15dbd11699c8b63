import { OrdergraphError } from '@ordergraph/messaging';

/** The provider did not answer in time, or not intelligibly: the operation may have happened. Repeat it with the same key. */
export class ProviderUnanswered extends OrdergraphError {
  constructor(what: string, cause?: unknown) {
    super({
      code: 'PROVIDER_UNANSWERED',
      message: `the payment provider did not answer: ${what}`,
      disposition: 'retry',
      cause,
    });
  }
}

/** The provider says that the request itself is wrong: repeating it cannot help. */
export class ProviderRejected extends OrdergraphError {
  constructor(details: { readonly path: string; readonly status: number; readonly code: string }) {
    super({
      code: 'PROVIDER_REJECTED',
      message: `the payment provider rejected ${details.path}: ${details.code}`,
      disposition: 'dead-letter',
      details,
    });
  }
}

/** A goodwill refund that the provider refused, definitively; nothing was given back. */
export class RefundRefused extends OrdergraphError {
  constructor({ code, message }: { readonly code: string; readonly message: string }) {
    super({
      code: 'REFUND_REFUSED',
      message: `The payment provider refused the refund: ${message}`,
      disposition: 'reject',
      details: { providerCode: code },
    });
  }
}
