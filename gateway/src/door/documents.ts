import { type DocumentNode, GraphQLError, parse, specifiedRules, validate, type ValidationRule } from 'graphql';
import { LRUCache } from 'lru-cache';

import { conditionalRoot } from '../operations/resumable-document.js';
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
  const rules = introspection ? specifiedRules : [...specifiedRules, noIntrospection];
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

function problemsOf(
  { schema }: LoadedSupergraph,
  document: DocumentNode,
  rules: readonly ValidationRule[],
): readonly GraphQLError[] {
  try {
    return validate(schema, document, rules);
  } catch (error) {
    // At the root of a subscription graphql-js wants the value of a condition, which is not known yet, and throws.
    if (error instanceof GraphQLError) return [conditionalRoot()];
    throw error;
  }
}

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
