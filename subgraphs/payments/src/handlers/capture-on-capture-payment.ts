import { CapturePayment } from '@ordergraph/events';
import { messageCause, on } from '@ordergraph/messaging';
import { capture } from '../domain/capture.js';
import { obey } from '../use-cases/obey.js';
import type { Payments } from '../use-cases/payments.js';

export const captureOnCapturePayment = (payments: Payments) =>
  on(CapturePayment, (command) =>
    obey(payments, command.data.orderId, messageCause(command, 'payments.commands'), (payment) =>
      capture(payment, command.data),
    ),
  );
