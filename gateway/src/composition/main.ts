import { parseArgs } from 'node:util';

import { composeSupergraph } from './compose-supergraph.js';
import { writeSupergraph } from './write-supergraph.js';

/** `compose [--file supergraph.yaml] [--output supergraph.graphql]`: without an output the supergraph is printed. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { file: { type: 'string', default: 'supergraph.yaml' }, output: { type: 'string' } },
  });
  const { sdl, hints } = await composeSupergraph({ file: values.file });
  for (const hint of hints) process.stderr.write(`hint: ${hint}\n`);
  if (values.output === undefined) process.stdout.write(`${sdl}\n`);
  else await writeSupergraph(values.output, sdl);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
