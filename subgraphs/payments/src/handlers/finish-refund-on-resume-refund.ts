import { ResumeRefund } from '@ordergraph/events';
import { messageCause, on } from '@ordergraph/messaging';
import type { Payments } from '../use-cases/payments.js';
import { resumeRefund } from '../use-cases/resume-refund.js';

export const finishRefundOnResumeRefund = (payments: Payments) =>
  on(ResumeRefund, (command) =>
    resumeRefund(payments, command.data, messageCause(command, 'payments.commands').context),
  );
