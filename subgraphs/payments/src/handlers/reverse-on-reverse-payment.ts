import { ReversePayment } from '@ordergraph/events';
import { messageCause, on } from '@ordergraph/messaging';
import { reverse } from '../domain/reverse.js';
import { obey } from '../use-cases/obey.js';
import type { Payments } from '../use-cases/payments.js';

export const reverseOnReversePayment = (payments: Payments) =>
  on(ReversePayment, (command) =>
    obey(payments, command.data.orderId, messageCause(command, 'payments.commands'), (payment) =>
      reverse(payment, command.data),
    ),
  );
