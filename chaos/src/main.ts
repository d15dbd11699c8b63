import { runChaos } from './command/run-chaos.js';

await runChaos(process.argv.slice(2));
