import { AuthorizePayment } from '@ordergraph/events';
import { messageCause, on } from '@ordergraph/messaging';
import { authorize } from '../domain/authorize.js';
import { obey } from '../use-cases/obey.js';
import type { Payments } from '../use-cases/payments.js';

export const authorizeOnAuthorizePayment = (payments: Payments) =>
  on(AuthorizePayment, (command) =>
    obey(payments, command.data.orderId, { ...messageCause(command, 'payments.commands'), isFirst: true }, (payment) =>
      authorize(payment, command.data),
    ),
  );
