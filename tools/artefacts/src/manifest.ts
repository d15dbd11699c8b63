import type { StoredOperation } from './read-operations.js';

/** Apollo's format, which the gateway reads from PERSISTED_MANIFEST_FILE. */
export function manifestOf(operations: readonly StoredOperation[]): object {
  return {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: operations.map(({ id, name, type, body }) => ({ id, name, type, body })),
  };
}

/** A module that knows the ids without the texts, so that an app need not carry these twice. */
export function operationIdsOf(operations: readonly StoredOperation[]): string {
  const entries = operations.map(({ name, id }) => `  ${name}: '${id}',`).join('\n');
  return `/** Ids in the manifest, by the name of the operation. */\nexport const operationIds: Readonly<Record<string, string>> = {\n${entries}\n};\n`;
}
