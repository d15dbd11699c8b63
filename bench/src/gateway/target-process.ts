import { readFile } from 'node:fs/promises';
import { type Target, targets } from './targets.js';

/** One gateway in a process of its own, until its parent ends; tells the parent its address. The third argument: whom it trusts besides itself. */
const [name = '', file = '', issuers = '[]'] = process.argv.slice(2);
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
process.on('disconnect', () => process.exit(0));
process.send?.(
  await targets[name as Target]({ file, sdl: await readFile(file, 'utf8'), issuers: JSON.parse(issuers) as unknown[] }),
);
