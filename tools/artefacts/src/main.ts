import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { makeArtefacts } from './artefacts.js';

const root = path.resolve(import.meta.dirname, '../../..');
for (const { file, text } of await makeArtefacts(root)) {
  const target = path.join(root, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text);
  process.stdout.write(`${file}\n`);
}
