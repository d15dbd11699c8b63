import { ConfigurationInvalid, type Logger } from '@ordergraph/service';

import { followFile } from '../supergraph/sources/file-source.js';
import { type Manifest, parseManifest } from './manifest.js';
import type { PersistedMetrics } from './persisted-metrics.js';

export interface FollowManifestOptions {
  file: string;
  metrics: PersistedMetrics;
  logger: Logger;
}

export interface FollowedManifest {
  current: () => Manifest;
  stop: () => void;
}

/**
 * Keeps up with a manifest's file: a deploy replaces it without a restart. A bad one at the start is a problem of the configuration, since the
 * gateway would refuse everything; a bad one later leaves the last good one in use.
 *
 * @throws {ConfigurationInvalid}
 */
export async function followManifest({ file, metrics, logger }: FollowManifestOptions): Promise<FollowedManifest> {
  let current: Manifest | undefined;
  let problem = 'is empty';
  const source = await followFile({
    file,
    onText: (text) => {
      current = parseManifest(text);
      metrics.manifestLoad('loaded');
      logger.info({ file, operations: current.size }, 'persisted operations loaded');
    },
    onProblem: (error) => {
      problem = error.message;
      metrics.manifestLoad('refused');
      if (current) logger.error({ err: error, file }, 'persisted operations refused, the previous ones stay');
    },
  });
  if (!current) {
    source.stop();
    throw new ConfigurationInvalid([`PERSISTED_MANIFEST_FILE: ${file}: ${problem}`]);
  }
  const first = current;
  return { current: () => current ?? first, stop: () => source.stop() };
}
