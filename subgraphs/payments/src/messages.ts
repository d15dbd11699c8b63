import type { MessagingParts } from '@ordergraph/messaging';
import * as facts from './domain/facts/index.js';
import { paymentDecider } from './domain/payment-decider.js';
import { authorizeOnAuthorizePayment } from './handlers/authorize-on-authorize-payment.js';
import { captureOnCapturePayment } from './handlers/capture-on-capture-payment.js';
import { finishRefundOnResumeRefund } from './handlers/finish-refund-on-resume-refund.js';
import { reverseOnReversePayment } from './handlers/reverse-on-reverse-payment.js';
import type { Payments } from './use-cases/payments.js';

/** What payments records and obeys. */
export const paymentMessages = (payments: Payments): MessagingParts => ({
  streams: [paymentDecider],
  facts: Object.values(facts),
  commands: {
    reactions: [
      authorizeOnAuthorizePayment(payments),
      captureOnCapturePayment(payments),
      reverseOnReversePayment(payments),
      finishRefundOnResumeRefund(payments),
    ],
  },
});
