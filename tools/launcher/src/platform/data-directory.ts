import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrokerSource, MongoSource } from '@ordergraph/infrastructure';

/** The root of the repository, seen from the compiled and from the source file alike. */
export const repositoryRoot = fileURLToPath(new URL('../../../../', import.meta.url));

/** `.ordergraph` in the repository, or where DATA_DIRECTORY says. */
export function dataDirectoryOf(environment: Readonly<Record<string, string | undefined>>): string {
  return resolve(repositoryRoot, environment['DATA_DIRECTORY'] || '.ordergraph');
}

/** What a data directory remembers between starts. */
export interface PlatformRecord {
  /** Prefix of all names in databases and broker; random, so that two copies on one machine never meet. */
  namespace: string;
  mongodb?: Described<MongoSource>;
  broker?: Described<BrokerSource>;
}

export interface Described<Source> {
  source: Source;
  /** Host and port without credentials; empty for what we start ourselves, which may move to another port. */
  address: string;
}

const fileIn = (directory: string): string => join(directory, 'platform.json');

/** The record of the directory; a new namespace when it is used for the first time. */
export function readPlatformRecord(directory: string): PlatformRecord {
  const file = fileIn(directory);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as PlatformRecord;
  return { namespace: `ordergraph-${randomBytes(3).toString('hex')}` };
}

export function writePlatformRecord(directory: string, record: PlatformRecord): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(fileIn(directory), `${JSON.stringify(record, undefined, 2)}\n`);
}
