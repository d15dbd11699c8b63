import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { InMemoryCache } from '@apollo/client';
import { type DocumentNode, type GraphQLSchema, Kind, type OperationTypeNode, parse, print, validate } from 'graphql';

/** An operation as Apollo Client sends it. */
export interface StoredOperation {
  readonly file: string;
  readonly name: string;
  readonly type: OperationTypeNode;
  readonly document: DocumentNode;
  readonly body: string;
  /** The hash of its text, so that it serves for automatic persisted queries too. */
  readonly id: string;
}

/** One operation a file, sorted by name. Throws with everything that is wrong with them. */
export async function readOperations(root: string, schema: GraphQLSchema): Promise<readonly StoredOperation[]> {
  const files = await operationFiles(root);
  const operations = await Promise.all(
    files.map(async (file) => readOperation(file, await readFile(path.join(root, file), 'utf8'))),
  );
  const problems = operations.flatMap(({ file, document }) =>
    validate(schema, document).map(({ message }) => `${file}: ${message}`),
  );
  const names = operations.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  problems.push(...twice.map((name) => `There are two operations ${name}.`));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return operations.toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** Those of everybody, and those of one client. */
async function operationFiles(root: string): Promise<readonly string[]> {
  const clients = (await readdir(path.join(root, 'clients'))).map((client) => `clients/${client}/operations`);
  const files = await Promise.all(
    ['operations', ...clients].map(async (folder) => {
      const names = await readdir(path.join(root, folder)).catch(() => []);
      return names.filter((name) => name.endsWith('.graphql')).map((name) => `${folder}/${name}`);
    }),
  );
  return files.flat().sort();
}

/** With `__typename` in every selection, as the cache of Apollo Client adds it before it sends: the text must be the very same. */
function readOperation(file: string, text: string): StoredOperation {
  const document = new InMemoryCache().transformDocument(parse(text, { noLocation: true }));
  const [operation, ...others] = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION || !operation.name || others.length > 0)
    throw new Error(`${file}: a file has one operation, with a name.`);
  const body = print(document);
  return {
    file,
    name: operation.name.value,
    type: operation.operation,
    document,
    body,
    id: createHash('sha256').update(body).digest('hex'),
  };
}
