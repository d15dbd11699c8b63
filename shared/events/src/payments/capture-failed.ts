import { z } from 'zod';
import { defineEvent, type MessageOf } from '../contract.js';
import { Id, Text } from '../values.js';
import { PaymentState, paymentStateExample } from './state.js';

export const CaptureFailed = defineEvent('payments.capture-failed.v1', {
  summary: 'The authorized money could not be taken, definitively.',
  data: z.strictObject({ orderId: Id, code: Text, message: Text }),
  state: PaymentState,
  example: {
    data: {
      orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22',
      code: 'authorization_expired',
      message: 'The authorization expired.',
    },
    state: paymentStateExample,
  },
});
export type CaptureFailed = MessageOf<typeof CaptureFailed>;
