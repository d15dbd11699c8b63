import { existsSync } from 'node:fs';

/** Chromium of the system, for playwright-core, which brings none along; undefined where there is none: skip what needs it. */
export const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
