import { parseArgs } from 'node:util';
import { describeMachine } from '../sagas/table.js';
import { measureWatchers } from './measure-watchers.js';
import { dropSlowOne } from './slow-watcher.js';
import { ownStreams, shared } from './watcher-kinds.js';

/**
 * `npm run bench -- watchers [--shared 10000] [--own 2000] [--json]`: idle watchers on one gateway, each with a socket of its own; first those who share
 * a stream of the subgraph, then, on another gateway, those who have one each. 0 leaves a kind out.
 */
export async function benchWatchers(args: string[]): Promise<void> {
  const options = {
    shared: { type: 'string', default: '10000' },
    own: { type: 'string', default: '2000' },
    json: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ args, options });
  process.stdout.write(`${describeMachine()}\n`);
  const print = (row: object): void => {
    process.stdout.write('\n');
    for (const [name, value] of Object.entries(row)) process.stdout.write(`${name.padEnd(24)}${value}\n`);
    if (values.json) process.stdout.write(`${JSON.stringify(row)}\n`);
  };
  const [together, each] = [Number(values.shared), Number(values.own)];
  if (together > 0) print(await measureWatchers(shared, together, dropSlowOne));
  if (each > 0) print(await measureWatchers(await ownStreams(), each, () => Promise.resolve({})));
}
