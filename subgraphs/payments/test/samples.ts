import type { AuthorizePayment, CapturePayment, Message, Money, ReversePayment } from '@ordergraph/events';
import { PaymentAuthorized, PaymentCaptured } from '@ordergraph/events';
import {
  AuthorizationIntended,
  AuthorizationOpened,
  CaptureIntended,
  PaymentOpened,
} from '../src/domain/facts/index.js';

import { given, type Given } from '@ordergraph/testing';
import type { Payment } from '../src/domain/payment.js';
import { paymentDecider } from '../src/domain/payment-decider.js';

/** The payment that specifications speak of. */
export const orderId = 'order-1';
export const givenPayment = (facts: readonly Message[]): Given<Payment> =>
  given(paymentDecider, facts, { id: orderId });
export const customerId = 'customer-1';
export const euros = (amount: number): Money => ({ amount, currency: 'EUR' });
export const total = euros(2580);

export const authorizeCommand: AuthorizePayment['data'] = {
  orderId,
  orderNumber: 'A7K2-9QPX',
  customerId,
  amount: total,
  paymentToken: 'tok_success',
};
export const captureCommand: CapturePayment['data'] = { orderId, amount: total };
export const reverseCommand: ReversePayment['data'] = { orderId, customerId, amount: total };

export const opened = PaymentOpened({ customerId, total });
export const authorizing = AuthorizationIntended({
  key: 'order-1/authorize/1',
  orderNumber: 'A7K2-9QPX',
  amount: total,
  paymentToken: 'tok_success',
});
export const authorizationOpened = AuthorizationOpened({ key: 'order-1/authorize/1', authorizationId: 'auth_1' });
export const authorized = PaymentAuthorized({ orderId, method: 'Visa •••• 4242' });
export const capturing = CaptureIntended({ key: 'order-1/capture/1', amount: total });
export const captured = PaymentCaptured({ orderId, amount: total });

export const anAuthorizedPayment = [opened, authorizing, authorizationOpened, authorized];
export const aCapturedPayment = [...anAuthorizedPayment, capturing, captured];
