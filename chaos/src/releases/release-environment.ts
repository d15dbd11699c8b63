import type { Release } from './contract-hooks.js';

/** The environment of a process that runs as this release. */
export const releaseEnvironment = (release: Release): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import ${new URL(`./${release}.js`, import.meta.url).href}`,
});
