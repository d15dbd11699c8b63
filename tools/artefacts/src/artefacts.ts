import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { composeSupergraph, loadSupergraph } from '@ordergraph/gateway';
import { printSchema } from 'graphql';

import { manifestOf, operationIdsOf } from './manifest.js';
import { possibleTypesModule, possibleTypesOf } from './possible-types.js';
import { readOperations } from './read-operations.js';
import { typedOperations } from './typed-operations.js';

export interface Artefact {
  /** From the root of the repository. */
  readonly file: string;
  readonly text: string;
}

const FOLDER = 'clients/graph';

/**
 * What a client is built with, from the composed schemas and the stored operations. Throws when an operation does not fit the graph.
 */
export async function makeArtefacts(root: string): Promise<readonly Artefact[]> {
  const { sdl } = await composeSupergraph({ file: path.join(root, 'supergraph.yaml') });
  const { schema } = loadSupergraph(sdl);
  const operations = await readOperations(root, schema);
  const scalars = JSON.parse(await readFile(path.join(root, FOLDER, 'scalars.json'), 'utf8')) as Scalars;
  const possibleTypes = possibleTypesOf(schema);
  return [
    { file: 'schema.graphql', text: `${printSchema(schema)}\n` },
    { file: 'possibleTypes.json', text: json(possibleTypes) },
    { file: 'persisted-manifest.json', text: json(manifestOf(operations)) },
    { file: 'src/generated/operation-ids.ts', text: operationIdsOf(operations) },
    { file: 'src/generated/possible-types.ts', text: possibleTypesModule(possibleTypes) },
    { file: 'src/generated/operations.ts', text: await typedOperations(schema, operations, typescriptOf(scalars)) },
  ].map(({ file, text }) => ({ file: `${FOLDER}/${file}`, text }));
}

type Scalars = Readonly<Record<string, { readonly typescript: string }>>;

function typescriptOf(scalars: Scalars): Record<string, string> {
  return Object.fromEntries(Object.entries(scalars).map(([name, { typescript }]) => [name, typescript]));
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
