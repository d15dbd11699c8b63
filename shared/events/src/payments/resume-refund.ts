import { z } from 'zod';
import { defineCommand, type MessageOf } from '../contract.js';
import { Id, Text } from '../values.js';

export const ResumeRefund = defineCommand('payments.resume-refund.v1', {
  summary: 'Payments to itself: finish a refund that was begun, should whoever began it have died.',
  data: z.strictObject({ orderId: Id, key: Text }),
  example: {
    data: {
      orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
      key: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22/refund/1',
    },
  },
});
export type ResumeRefund = MessageOf<typeof ResumeRefund>;
