import { z } from 'zod';
import { defineCommand, type MessageOf } from '../contract.js';
import { Id, Payable } from '../values.js';

export const CapturePayment = defineCommand('payments.capture-payment.v1', {
  summary: 'Take the money that was authorized for this order.',
  data: z.strictObject({ orderId: Id, amount: Payable }),
  example: { data: { orderId: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22', amount: { amount: 2580, currency: 'EUR' } } },
});
export type CapturePayment = MessageOf<typeof CapturePayment>;
