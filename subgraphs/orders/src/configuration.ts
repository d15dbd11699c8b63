import { wholeNumber } from '@ordergraph/service';
import { z } from 'zod';
import type { CancelWindow } from './domain/cancel-order.js';
import type { FulfilmentNumbers } from './domain/fulfilment.js';

const day = 86_400;
const seconds = (value: number) => wholeNumber(1, day).default(value);

/** How long fulfilment waits for what, and how long a customer may cancel. */
export const configuration: z.ZodType<FulfilmentNumbers & CancelWindow> = z
  .object({
    RESERVE_DEADLINE_SECONDS: seconds(30),
    AUTHORIZE_DEADLINE_SECONDS: seconds(60),
    CUSTOMER_ACTION_DEADLINE_SECONDS: seconds(15 * 60),
    CAPTURE_DEADLINE_SECONDS: seconds(60),
    FULFILMENT_PATIENCE_SECONDS: seconds(5 * 60),
    CANCEL_WINDOW_SECONDS: wholeNumber(0, 30 * day).default(30 * 60),
  })
  .transform((variables) => ({
    reserveSeconds: variables.RESERVE_DEADLINE_SECONDS,
    authorizeSeconds: variables.AUTHORIZE_DEADLINE_SECONDS,
    customerSeconds: variables.CUSTOMER_ACTION_DEADLINE_SECONDS,
    captureSeconds: variables.CAPTURE_DEADLINE_SECONDS,
    patienceSeconds: variables.FULFILMENT_PATIENCE_SECONDS,
    cancelWindowSeconds: variables.CANCEL_WINDOW_SECONDS,
  }));
