import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import { TurnedAway } from './door.js';
import { type DocumentsOptions, readDocument } from './read-document.js';

const KEPT_DOCUMENTS = 2_000;
/** A parsed document takes up to 170 bytes for each of its characters, and a visitor may send any number of large ones. */
const KEPT_CHARACTERS = 2 ** 20;
/** What one error takes beside its message, as characters. */
const ERROR_CHARACTERS = 1_000;

/** Parses and validates what clients send, once each. Throws TurnedAway. */
export type Documents = (supergraph: LoadedSupergraph, source: string) => DocumentNode;

/** What was refused is kept apart: it pushes out nothing that is in use. */
interface Kept {
  documents: LRUCache<string, DocumentNode>;
  refused: LRUCache<string, TurnedAway>;
}

export function createDocuments(options: DocumentsOptions): Documents {
  const bySupergraph = new WeakMap<LoadedSupergraph, Kept>();
  return (supergraph, source) => {
    const kept = bySupergraph.get(supergraph) ?? keepDocuments();
    bySupergraph.set(supergraph, kept);
    const known = kept.documents.get(source);
    if (known) return known;
    const refused = kept.refused.get(source);
    if (refused) throw refused;
    try {
      const document = readDocument(supergraph.schema, source, options);
      kept.documents.set(source, document);
      return document;
    } catch (error) {
      if (error instanceof TurnedAway) kept.refused.set(source, error);
      throw error;
    }
  };
}

const keepDocuments = (): Kept => ({
  documents: new LRUCache({
    max: KEPT_DOCUMENTS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_document, source) => source.length,
  }),
  refused: new LRUCache({
    max: KEPT_DOCUMENTS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: ({ errors }, source) =>
      errors.reduce((size, { message }) => size + ERROR_CHARACTERS + message.length, source.length),
  }),
});
