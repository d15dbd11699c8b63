import {
  type DefinitionNode,
  type DocumentNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  SingleFieldSubscriptionsRule,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';

import { withoutConditions } from '../operations/conditions.js';
import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import { TurnedAway } from './door.js';
import { refusal } from './refusal.js';

const KEPT_DOCUMENTS = 2_000;
/** A parsed document takes up to 170 bytes for each of its characters, and a visitor may send any number of large ones. */
const KEPT_CHARACTERS = 2 ** 20;

/** Parses and validates what clients send, once each. Throws TurnedAway. */
export type Documents = (supergraph: LoadedSupergraph, source: string) => DocumentNode;

export interface DocumentsOptions {
  maxTokens: number;
  /** Whether clients may ask for the schema. */
  introspection: boolean;
}

export function createDocuments({ maxTokens, introspection }: DocumentsOptions): Documents {
  const rules = introspection ? documentRules : [...documentRules, noIntrospection];
  const kept = new WeakMap<LoadedSupergraph, LRUCache<string, DocumentNode>>();
  return (supergraph, source) => {
    const documents = kept.get(supergraph) ?? keepDocuments();
    kept.set(supergraph, documents);
    const known = documents.get(source);
    if (known) return known;
    const document = parseDocument(source, maxTokens);
    const problems = problemsOf(supergraph, document, rules);
    if (problems.length > 0) {
      throw new TurnedAway(
        problems.map(({ message, nodes }) => refusal('GRAPHQL_VALIDATION_FAILED', message, { nodes: nodes ?? null })),
      );
    }
    documents.set(source, document);
    return document;
  };
}

const keepDocuments = (): LRUCache<string, DocumentNode> =>
  new LRUCache({
    max: KEPT_DOCUMENTS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_document, source) => source.length,
  });

const documentRules = specifiedRules.filter((rule) => rule !== SingleFieldSubscriptionsRule);

function problemsOf(
  { schema }: LoadedSupergraph,
  document: DocumentNode,
  rules: readonly ValidationRule[],
): readonly GraphQLError[] {
  const problems = validate(schema, document, rules);
  if (!document.definitions.some(isSubscription)) return problems;
  // A stream is of one field, whatever its conditions: their values are not known yet, and graphql-js would throw for want of them.
  return [...problems, ...validate(schema, withoutConditions(document), [SingleFieldSubscriptionsRule])];
}

const isSubscription = (definition: DefinitionNode): boolean =>
  definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.SUBSCRIPTION;

const noIntrospection: ValidationRule = (context) => ({
  Field(field) {
    if (field.name.value !== '__schema' && field.name.value !== '__type') return;
    context.reportError(new GraphQLError('This gateway does not show its schema.', { nodes: [field] }));
  },
});

function parseDocument(source: string, maxTokens: number): DocumentNode {
  try {
    return parse(source, { maxLexicalTokens: maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new TurnedAway([
      refusal('GRAPHQL_PARSE_FAILED', error.message, {
        source: error.source ?? null,
        positions: error.positions ?? null,
      }),
    ]);
  }
}
