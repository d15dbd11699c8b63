/** Writes docs/asyncapi.json from the contracts: `npm run asyncapi`. */
import { readFile, writeFile } from 'node:fs/promises';
import { allContracts } from '@ordergraph/events';
import { asyncApiDocument } from '@ordergraph/events/asyncapi';

const root = new URL('../../', import.meta.url);
const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
const document = asyncApiDocument(allContracts, version);
await writeFile(new URL('docs/asyncapi.json', root), `${JSON.stringify(document, null, 2)}\n`);
