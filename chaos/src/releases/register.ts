import { register } from 'node:module';
import type { Release } from './contract-hooks.js';

/** From now on contracts are loaded as those of this release. */
export const becomeRelease = (release: Release): void =>
  register('./contract-hooks.js', import.meta.url, { data: release });
