import { type DocumentNode, GraphQLError, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';

import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import { TurnedAway } from './door.js';
import { refusal } from './refusal.js';

const KEPT_DOCUMENTS = 2_000;

/** Parses and validates documents for transports that Apollo Server does not serve, once each. Throws TurnedAway. */
export type Documents = (supergraph: LoadedSupergraph, source: string) => DocumentNode;

export function createDocuments(maxTokens: number): Documents {
  const kept = new WeakMap<LoadedSupergraph, LRUCache<string, DocumentNode>>();
  return (supergraph, source) => {
    const documents = kept.get(supergraph) ?? new LRUCache<string, DocumentNode>({ max: KEPT_DOCUMENTS });
    kept.set(supergraph, documents);
    const known = documents.get(source);
    if (known) return known;
    const document = parseDocument(source, maxTokens);
    const problems = validate(supergraph.schema, document);
    if (problems.length > 0) {
      throw new TurnedAway(
        problems.map(({ message, nodes }) => refusal('GRAPHQL_VALIDATION_FAILED', message, { nodes: nodes ?? null })),
      );
    }
    documents.set(source, document);
    return document;
  };
}

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
