import { existsSync } from 'node:fs';
import { InfrastructureUnavailable } from '@ordergraph/infrastructure';

/** Where Debian's package `faketime` puts the library for programs with several threads. */
const library = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/faketime/libfaketimeMT.so.1`;

/**
 * The environment of a process whose clock differs by so many seconds (libfaketime). What measures time, timers above all, runs on.
 *
 * @throws InfrastructureUnavailable when libfaketime is not installed
 */
export function skewedClock(seconds: number): Readonly<Record<string, string>> {
  if (!existsSync(library)) {
    throw new InfrastructureUnavailable('libfaketime is not installed', 'apt-get install faketime');
  }
  const offset = `${seconds < 0 ? '' : '+'}${seconds}s`;
  return { LD_PRELOAD: library, FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}
