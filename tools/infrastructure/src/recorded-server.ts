import { InfrastructureUnavailable } from './infrastructure-unavailable.js';
import type { Environment } from './report.js';

/** A server that a data directory was used with, for a command beside its platform. */
export interface RecordedServer<Source> {
  environment: Environment;
  dataDirectory: string;
  source: Source;
  /** Somebody else holds the data directory, so nothing is started on it and nothing is stopped. */
  isHeld: boolean;
}

export const leaveRunning = (): Promise<void> => Promise.resolve();

/** Of a private server on a data directory that somebody else holds. */
export function doesNotAnswer(what: string, dataDirectory: string): InfrastructureUnavailable {
  return new InfrastructureUnavailable(
    `The ${what} of the platform that runs on the data directory ${dataDirectory} does not answer.`,
    'Repeat this when it is only busy or starting; when its process is gone, stop the platform and start it again.',
  );
}

/** Of a server that was met on its default port. */
export function goneFromDefaultPort(what: string, port: number): InfrastructureUnavailable {
  return new InfrastructureUnavailable(
    `This data directory was used with the ${what} on port ${port}, which does not answer.`,
    'Start it again, or start afresh with `npm run reset`.',
  );
}

/** Of a server that a variable named when the platform was started. */
export function noLongerNamed(what: string, variable: string): InfrastructureUnavailable {
  return new InfrastructureUnavailable(
    `This data directory was used with the ${what} that ${variable} named; now it names none.`,
    `Set ${variable} as for that platform.`,
  );
}
