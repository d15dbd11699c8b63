import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { depthRule, limits } from './limits.js';

/** A document that may be executed, or why it may not. */
export type Prepared = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

const remembered = 500;

/**
 * Parses and validates operations that do not come through Apollo Server, by the same limits. Valid documents are
 * remembered: many watchers send the same one.
 */
export function createOperations(schema: GraphQLSchema, options: { readonly introspection: boolean }) {
  const rules = [...specifiedRules, depthRule, ...(options.introspection ? [] : [NoSchemaIntrospectionCustomRule])];
  const documents = new Map<string, DocumentNode>();
  return function prepare(query: string, operationName: string | null | undefined): Prepared {
    const known = documents.get(query);
    const prepared = known ? { document: known } : parsed(query);
    if ('errors' in prepared) return prepared;
    const errors = known ? [] : validate(schema, prepared.document, rules);
    if (errors.length > 0) return { errors: errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) };
    remember(documents, query, prepared.document);
    if (!getOperationAST(prepared.document, operationName)) {
      return {
        errors: [withCode('No operation of that name, or several without a name.', 'OPERATION_RESOLUTION_FAILURE')],
      };
    }
    return prepared;
  };
}

function parsed(query: string): Prepared {
  try {
    return { document: parse(query, { maxLexicalTokens: limits.tokens }) };
  } catch (error) {
    return { errors: [coded(asGraphqlError(error), 'GRAPHQL_PARSE_FAILED')] };
  }
}

/** graphql-js calls itself for what is nested: a document can be too deep for it before a limit on tokens is reached. */
function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  if (error instanceof RangeError) return new GraphQLError('The document is nested too deeply.');
  throw error;
}

/** The least recently used goes first. */
function remember(documents: Map<string, DocumentNode>, query: string, document: DocumentNode): void {
  documents.delete(query);
  documents.set(query, document);
  const [oldest] = documents.keys();
  if (documents.size > remembered && oldest !== undefined) documents.delete(oldest);
}

const withCode = (message: string, code: string): GraphQLError => coded(new GraphQLError(message), code);

function coded(error: GraphQLError, code: string): GraphQLError {
  Object.assign(error.extensions, { code, retryable: false });
  return error;
}
