/**
 * Adds a golden sample for every version that has none yet: `npm run golden`. A sample that exists is never changed: it
 * shows how a message looked when its version was first written.
 */
import { writeFile } from 'node:fs/promises';
import { allContracts } from '@ordergraph/events';

const folder = new URL('../../shared/events/golden/', import.meta.url);
const versions = allContracts.flatMap((contract) => [contract, ...contract.previous]);

for (const { type, example } of versions) {
  const file = new URL(`${type}.json`, folder);
  try {
    await writeFile(file, `${JSON.stringify(example, null, 2)}\n`, { flag: 'wx' });
    process.stdout.write(`added ${type}\n`);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}
