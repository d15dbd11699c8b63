import { becomeRelease } from './releases/register.js';

// Whoever looks at the streams afterwards has to read what the newest release wrote; it is loaded after this.
becomeRelease('reader');
const { runChaos } = await import('./command/run-chaos.js');
await runChaos(process.argv.slice(2));
