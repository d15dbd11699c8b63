import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath, isExecutable } from '../process/find-on-path.js';
import type { Environment } from '../report.js';

/** The programs of one RabbitMQ installation. */
export interface RabbitProgram {
  server: string;
  control: string;
}

/**
 * Debian and Red Hat put a wrapper on the PATH that insists on root and then changes to a user who cannot enter a private
 * directory; the programs behind it start under any user.
 */
const BEHIND_THE_WRAPPER = '/usr/lib/rabbitmq/bin';

export function findRabbitProgram(environment: Environment): RabbitProgram | undefined {
  const onPath = findOnPath('rabbitmq-server', environment);
  const beside = onPath === undefined ? [] : [dirname(realpathSync(onPath)), dirname(onPath)];
  const directory = [BEHIND_THE_WRAPPER, ...beside].find(
    (candidate) => isExecutable(join(candidate, 'rabbitmq-server')) && isExecutable(join(candidate, 'rabbitmqctl')),
  );
  if (directory === undefined) return undefined;
  return { server: join(directory, 'rabbitmq-server'), control: join(directory, 'rabbitmqctl') };
}
