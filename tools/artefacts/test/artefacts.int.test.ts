import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSchema, isScalarType, isSpecifiedScalarType } from 'graphql';

import { type Artefact, makeArtefacts } from '../src/artefacts.js';
import { readOperations } from '../src/read-operations.js';

const root = path.resolve(import.meta.dirname, '../../..');
const files = [
  'clients/graph/schema.graphql',
  'clients/graph/possibleTypes.json',
  'clients/graph/persisted-manifest.json',
  'clients/graph/src/generated/operation-ids.ts',
  'clients/graph/src/generated/possible-types.ts',
  'clients/graph/src/generated/operations.ts',
];

describe('what clients are built with', () => {
  let artefacts: readonly Artefact[];
  beforeAll(async () => {
    artefacts = await makeArtefacts(root);
  });
  const textOf = (file: string) => artefacts.find((artefact) => artefact.file === file)?.text;

  it('is these files', () => {
    expect(artefacts.map(({ file }) => file)).toEqual(files);
  });

  it.each(files)('%s is what `npm run artefacts` writes', async (file) => {
    expect(await readFile(path.join(root, file), 'utf8')).toBe(textOf(file));
  });

  it('says for every scalar of the graph what it is in each language', async () => {
    const scalars = JSON.parse(await readFile(path.join(root, 'clients/graph/scalars.json'), 'utf8')) as object;
    const schema = buildSchema(textOf('clients/graph/schema.graphql') ?? '');
    const own = Object.values(schema.getTypeMap()).filter((type) => isScalarType(type) && !isSpecifiedScalarType(type));
    expect(Object.keys(scalars).sort()).toEqual(own.map(({ name }) => name).sort());
  });
});

describe('operations are refused', () => {
  const schema = buildSchema('type Query { me: User! } type User { id: ID! }');
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'operations-'));
    for (const folder of ['operations', 'clients/app/operations'])
      await mkdir(path.join(directory, folder), { recursive: true });
  });
  afterEach(() => rm(directory, { recursive: true }));
  const reading = async (stored: Readonly<Record<string, string>>) => {
    for (const [file, text] of Object.entries(stored)) await writeFile(path.join(directory, file), text);
    return readOperations(directory, schema);
  };

  it('that do not fit the graph', async () => {
    const read = reading({ 'clients/app/operations/me.graphql': 'query Me { me { id nam } }' });
    await expect(read).rejects.toThrow('clients/app/operations/me.graphql: Cannot query field "nam" on type "User".');
  });

  it('that share a name', async () => {
    const read = reading({
      'operations/me.graphql': 'query Me { me { id } }',
      'clients/app/operations/me.graphql': 'query Me { me { id } }',
    });
    await expect(read).rejects.toThrow('There are two operations Me.');
  });

  it.each(['{ me { id } }', 'query A { me { id } } query B { me { id } }', 'fragment F on User { id }'])(
    'in a file that has not exactly one with a name: %s',
    async (text) => {
      await expect(reading({ 'operations/me.graphql': text })).rejects.toThrow('one operation, with a name');
    },
  );

  it('and taken as Apollo Client sends them otherwise', async () => {
    const [me] = await reading({ 'operations/me.graphql': 'query Me { me { id } }' });
    expect(me).toMatchObject({ name: 'Me', type: 'query', body: 'query Me {\n  me {\n    id\n    __typename\n  }\n}' });
  });
});
