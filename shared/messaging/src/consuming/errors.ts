import { OrdergraphError } from '../errors.js';

/** A newer release wrote this message: it waits until this service is a newer release too. */
export class NewerVersion extends OrdergraphError {
  constructor(type: string) {
    super({
      code: 'NEWER_VERSION',
      message: `${type} is newer than this release`,
      disposition: 'await-release',
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

/** Every process that handled the message, alone, ended before it settled it. */
export class DeliveredTooOften extends OrdergraphError {
  constructor(attempts: number) {
    super({
      code: 'DELIVERED_TOO_OFTEN',
      message: `${attempts} processes ended while they handled it`,
      disposition: 'dead-letter',
      details: { attempts },
    });
  }
}
