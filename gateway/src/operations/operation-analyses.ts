import { type DocumentNode, getOperationAST } from 'graphql';
import { LRUCache } from 'lru-cache';

import { refusal } from '../door/refusal.js';
import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import { AnalysedOperation } from './analysed-operation.js';
import type { PreparedOperation } from './prepared-operation.js';

/**
 * An operation with conditions is prepared for each combination of their values that somebody asks for (ADR 33), one with labels of `@override` for
 * each set of them that is on. There may be any number:
 * for each supergraph these many are kept, whichever operations they belong to.
 */
const KEPT_COMBINATIONS = 2_000;
/** And together so large, since a visitor may send any number of combinations of something large. */
const KEPT_CHARACTERS = 2 ** 23;

export interface OperationLookup {
  supergraph: LoadedSupergraph;
  document: DocumentNode;
  operationName: string | undefined;
}

export interface OperationAnalysesOptions {
  /** Of lists about which the supergraph says nothing. */
  assumedListSize: number;
  keptCombinations?: number;
  keptCharacters?: number;
  /** Decides from 0 up to 1 whom a request is asked of whose fields move from one subgraph to another (`@override`). */
  random?: () => number;
}

interface Analyses {
  byDocument: WeakMap<DocumentNode, Map<string, AnalysedOperation>>;
  combinations: LRUCache<string, PreparedOperation>;
}

/** Analyses each operation once for as long as its document is kept by whoever parsed it. */
export class OperationAnalyses {
  readonly #bySupergraph = new WeakMap<LoadedSupergraph, Analyses>();

  constructor(private readonly options: OperationAnalysesOptions) {}

  /** Throws when the document has no such operation, or several and none was named. */
  of({ supergraph, document, operationName }: OperationLookup): AnalysedOperation {
    const { byDocument, combinations } = getOrAdd(this.#bySupergraph, supergraph, () => this.#none());
    const byName = getOrAdd(byDocument, document, () => new Map<string, AnalysedOperation>());
    const known = byName.get(operationName ?? '');
    if (known) return known;
    const operation = getOperationAST(document, operationName);
    if (!operation) throw noSuchOperation(operationName);
    const { assumedListSize, random = Math.random } = this.options;
    const analysed = new AnalysedOperation({
      supergraph,
      operation,
      document,
      assumedListSize,
      combinations,
      random,
    });
    byName.set(operationName ?? '', analysed);
    return analysed;
  }

  #none(): Analyses {
    const { keptCombinations = KEPT_COMBINATIONS, keptCharacters = KEPT_CHARACTERS } = this.options;
    const combinations = new LRUCache<string, PreparedOperation>({
      max: keptCombinations,
      maxSize: keptCharacters,
      sizeCalculation: ({ characters }) => characters,
    });
    return { byDocument: new WeakMap(), combinations };
  }
}

/** What to answer when the document has no operation of this name, or none was named and there is not exactly one. */
export function noSuchOperation(operationName: string | null | undefined): Error {
  const why = operationName
    ? `The document has no operation named "${operationName}".`
    : 'Name one operation of the document in `operationName`.';
  return refusal('OPERATION_RESOLUTION_FAILURE', why);
}

function getOrAdd<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
