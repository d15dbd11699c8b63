import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformEnded, type SpawnedPlatform } from '@ordergraph/launcher';
import type { CrashPoint } from '@ordergraph/messaging';
import type { TestPlace } from '../support/test-platform.js';

/** One process of a platform, from its start to its end. */
export interface Life {
  /** Undefined: it ended before it was ready, while it finished what the former had left. */
  readonly platform: SpawnedPlatform | undefined;
  /** How it ended. */
  readonly ended: Promise<string>;
  /** What it printed. */
  printed(): string;
}

/** Starts a process that ends itself at the first passage of the point. */
export async function beginLife(place: TestPlace, point: CrashPoint): Promise<Life> {
  const log = join(place.dataDirectory, `${point}.log`);
  const printed = (): string => readFileSync(log, 'utf8');
  try {
    const platform = await place.spawn({ environment: { CRASH_AT: point }, log });
    return { platform, ended: platform.ended, printed };
  } catch (error) {
    if (!(error instanceof PlatformEnded)) throw error;
    return { platform: undefined, ended: Promise.resolve(error.how), printed };
  }
}
