import { OrdergraphError } from '../errors.js';

/** A newer release wrote this message: it waits until this service is a newer release too. */
export class NewerVersion extends OrdergraphError {
  constructor(type: string) {
    super({
      code: 'NEWER_VERSION',
      message: `${type} is newer than this release`,
      disposition: 'retry',
      details: { type },
    });
  }
}

/** The contract says that the message is worthless by now (`expiresAfterSeconds`). */
export class MessageExpired extends OrdergraphError {
  constructor(type: string, time: Date) {
    super({
      code: 'MESSAGE_EXPIRED',
      message: `${type} of ${time.toISOString()} came too late`,
      disposition: 'dead-letter',
      details: { type },
    });
  }
}

/** The message was handed out again and again without ever being settled: it probably ends the process that handles it. */
export class DeliveredTooOften extends OrdergraphError {
  constructor(deliveries: number) {
    super({
      code: 'DELIVERED_TOO_OFTEN',
      message: `handed out ${deliveries} times and never settled`,
      disposition: 'dead-letter',
      details: { deliveries },
    });
  }
}
