import { OrdergraphError } from '@ordergraph/messaging';

/** No valid token came with the request. */
export class Unauthenticated extends OrdergraphError {
  constructor(message = 'A valid bearer token is required.', cause?: unknown) {
    super({ code: 'UNAUTHENTICATED', message, disposition: 'reject', cause });
  }
}

/** The token is valid and lacks a scope. `anyOf`: each inner list would have sufficed. */
export class Forbidden extends OrdergraphError {
  constructor(anyOf: readonly (readonly string[])[] = []) {
    super({
      code: 'FORBIDDEN',
      message: 'Your token lacks a scope that this field needs.',
      disposition: 'reject',
      details: { anyOf },
    });
  }
}

/** An argument or variable of the wrong form. What a user can correct in a form is an `InvalidInput` result instead. */
export class BadUserInput extends OrdergraphError {
  constructor(message: string) {
    super({ code: 'BAD_USER_INPUT', message, disposition: 'reject' });
  }
}

/** What was asked for does not exist or is not the caller's. Where a result can say so, it is a `NotFound` result instead. */
export class NotFound extends OrdergraphError {
  constructor(message = 'There is nothing here that you may see.') {
    super({ code: 'NOT_FOUND', message, disposition: 'reject' });
  }
}

/** A cursor that this list or subscription did not make. */
export class CursorInvalid extends OrdergraphError {
  constructor() {
    super({
      code: 'CURSOR_INVALID',
      message: 'This cursor is not known here; start without one.',
      disposition: 'reject',
    });
  }
}

/** Something needed for an answer cannot be reached; the same request may succeed later. */
export class ServiceUnavailable extends OrdergraphError {
  constructor(message = 'Please try again in a moment.', cause?: unknown) {
    super({ code: 'SERVICE_UNAVAILABLE', message, disposition: 'infrastructure', cause });
  }
}

/** The caller said how long it would wait, and that time is up. */
export class DeadlineExceeded extends OrdergraphError {
  constructor() {
    super({
      code: 'DEADLINE_EXCEEDED',
      message: 'The time for this request was up before this could begin.',
      disposition: 'reject',
    });
  }
}

/** The environment is invalid. `problems` lists everything that is wrong, one line each, without values. */
export class ConfigurationInvalid extends OrdergraphError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const list = problems.map((problem) => `  - ${problem}`).join('\n');
    super({
      code: 'CONFIGURATION_INVALID',
      message: `The configuration is invalid:\n${list}`,
      disposition: 'reject',
      details: { problems },
    });
    this.problems = problems;
  }
}

/** No MongoDB answers at the configured address. The message names the address without credentials. */
export class DatabaseUnreachable extends OrdergraphError {
  constructor(address: string, cause: unknown) {
    super({
      code: 'DATABASE_UNREACHABLE',
      message: `No MongoDB answers at ${address}. Start it or correct MONGODB_URI.`,
      disposition: 'reject',
      details: { address },
      cause,
    });
  }
}

/** The configured MongoDB is not part of a replica set. */
export class DatabaseStandalone extends OrdergraphError {
  constructor(address: string) {
    super({
      code: 'DATABASE_STANDALONE',
      message: `The MongoDB at ${address} is a standalone; transactions and change streams need a replica set. Start mongod with --replSet and run rs.initiate() once.`,
      disposition: 'reject',
      details: { address },
    });
  }
}

/** Another process listens where this one is to listen. */
export class PortInUse extends OrdergraphError {
  constructor(host: string, port: number) {
    super({
      code: 'PORT_IN_USE',
      message: `${host}:${port} is in use. Stop the process that listens there or set another PORT.`,
      disposition: 'reject',
      details: { host, port },
    });
  }
}
