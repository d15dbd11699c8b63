import { setTimeout as delay } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { startPlatform, type Platform } from '../platform/start-platform.js';
import { print, reportFailure, surviveClosedOutput } from './run-command.js';

const STOP_MILLISECONDS = 30_000;
/** npm passes a Ctrl-C on to a process that has got it from the terminal already: one keypress, two signals. */
const ONE_KEYPRESS_MILLISECONDS = 500;

export interface PlatformCommand {
  processes: boolean;
  /** Runs once everything is up. Answers a status to end with, or undefined to stay until Ctrl-C. */
  run(platform: Platform): Promise<number | undefined>;
}

/**
 * Starts the platform, runs the command on it, and stops everything at the end: on Ctrl-C, SIGTERM or a closed terminal in
 * order, on a second signal at once, and when a program died.
 */
export async function runPlatformCommand(command: PlatformCommand): Promise<void> {
  surviveClosedOutput();
  const ending = listenForEnd();
  let platform: Platform | undefined;
  try {
    const { processes } = command;
    platform = await startPlatform({ environment: process.env, processes, report: print, onFailure: ending.fail });
    ending.onSecondSignal = () => platform?.kill();
    const status = await Promise.race([command.run(platform), ending.requested]);
    process.exitCode = status ?? (await ending.requested);
  } catch (error) {
    reportFailure(error);
  }
  if (platform) ending.announce();
  const stopped = await Promise.race([
    platform?.stop().then(() => true, reportFailure),
    delay(STOP_MILLISECONDS, false),
  ]);
  if (stopped === false) platform?.kill();
  process.exit();
}

interface Ending {
  /** Resolves with the exit status when somebody asks for the end. */
  requested: Promise<number>;
  fail: (message: string) => void;
  /** Says, once, that the end has begun. */
  announce: () => void;
  onSecondSignal: () => void;
}

function listenForEnd(): Ending {
  const { promise: requested, resolve } = promiseWithResolvers<number>();
  const ending: Ending = {
    requested,
    fail(message) {
      process.stderr.write(`\n${message}\n`);
      resolve(1);
    },
    announce: once(() => print('Stopping…')),
    onSecondSignal: () => undefined,
  };
  // Nobody knows the state of a process after that, but its infrastructure can still be stopped in order.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) =>
      ending.fail(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
  }
  let firstSignalAt: number | undefined;
  for (const signal of endingSignals()) {
    process.on(signal, () => {
      firstSignalAt ??= performance.now();
      ending.announce();
      resolve(0);
      if (performance.now() - firstSignalAt < ONE_KEYPRESS_MILLISECONDS) return;
      ending.onSecondSignal();
      process.exit(130);
    });
  }
  return ending;
}

/** A closed terminal hangs up. Whoever starts this under `nohup` has no terminal on its input and wants to go on without one. */
function endingSignals(): readonly NodeJS.Signals[] {
  return isatty(0) ? ['SIGINT', 'SIGTERM', 'SIGHUP'] : ['SIGINT', 'SIGTERM'];
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

/** Promise.withResolvers, which Node 20 lacks. */
function promiseWithResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
