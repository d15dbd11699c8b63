import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { type GraphQLSchema, parse, printSchema } from 'graphql';

import type { StoredOperation } from './read-operations.js';

/** Types of variables and results, and each operation as a TypedDocumentNode. */
export function typedOperations(
  schema: GraphQLSchema,
  operations: readonly StoredOperation[],
  scalars: Record<string, string>,
): Promise<string> {
  return codegen({
    filename: 'operations.ts',
    schema: parse(printSchema(schema)),
    schemaAst: schema,
    documents: operations.map(({ file, document }) => ({ location: file, document })),
    config: { scalars, strictScalars: true, useTypeImports: true, enumsAsTypes: true, immutableTypes: true },
    plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
    pluginMap: { typescriptOperations, typedDocumentNode },
  });
}
