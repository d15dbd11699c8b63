import {
  type DocumentNode,
  type FieldNode,
  getOperationAST,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  separateOperations,
} from 'graphql';

import type { Principal } from '@ordergraph/service';

import { unmetRequirement } from '../door/grants.js';
import { measureOperation, type OperationMeasure } from '../door/measure-operation.js';
import { problem, refusal } from '../door/refusal.js';
import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import { type DocumentGuards, findGuards } from './document-guards.js';
import { filterDocument } from './filter-document.js';
import { type Fragments, fragmentsOf } from './fragments.js';
import { type PreparedOperation, prepareOperation } from './prepared-operation.js';
import { refusedFields } from './refused-fields.js';
import { makeResumable } from './resumable-document.js';

type Refusal = 'UNAUTHENTICATED' | 'FORBIDDEN';

/** One operation of a validated document under one supergraph, with everything about it that does not depend on the request. */
export class AnalysedOperation {
  readonly measure: OperationMeasure;
  readonly #document: DocumentNode;
  readonly #fragments: Fragments;
  readonly #guards: DocumentGuards;
  /** By what the caller is refused; most operations have one or two of these. */
  readonly #prepared = new Map<string, PreparedOperation>();

  constructor(
    readonly supergraph: LoadedSupergraph,
    readonly operation: OperationDefinitionNode,
    document: DocumentNode,
  ) {
    // Only what this operation uses: the fragments of a neighbour must not refuse it.
    this.#document = separateOperations(document)[operation.name?.value ?? ''] ?? document;
    this.#fragments = fragmentsOf(this.#document);
    this.measure = measureOperation(operation, this.#fragments);
    this.#guards = findGuards(supergraph.schema, this.#document, supergraph.authorization);
  }

  /**
   * Names of the mutations, each as often as it is called, since some have rates of their own. Only for an operation within its limits: spreads
   * that multiply are followed.
   */
  mutations(): readonly string[] {
    const namesOf = ({ selections }: SelectionSetNode): string[] =>
      selections.flatMap((selection) => {
        if (selection.kind === Kind.FIELD) return [selection.name.value];
        if (selection.kind === Kind.INLINE_FRAGMENT) return namesOf(selection.selectionSet);
        const fragment = this.#fragments[selection.name.value];
        return fragment ? namesOf(fragment.selectionSet) : [];
      });
    return this.operation.operation === 'mutation' ? namesOf(this.operation.selectionSet) : [];
  }

  /**
   * The operation as this caller may run it. A query loses its refused fields; a mutation or subscription with one is refused
   * whole, by an error thrown, since doing half of it would surprise.
   */
  preparedFor(principal: Principal): PreparedOperation {
    const unmet = this.#guards.requirements.map((requirement) => unmetRequirement(principal, requirement));
    const key = unmet.map((code) => code ?? '').join();
    const known = this.#prepared.get(key);
    if (known) return known;
    const prepared = this.#prepare(unmet);
    this.#prepared.set(key, prepared);
    return prepared;
  }

  #prepareWhole(): PreparedOperation {
    const { supergraph, operation } = this;
    if (operation.operation !== 'subscription') return prepareOperation({ supergraph, document: this.#document });
    const { document, resumption } = makeResumable(supergraph.schema, this.#document);
    return prepareOperation({ supergraph, document, resumption });
  }

  #prepare(unmet: readonly (Refusal | undefined)[]): PreparedOperation {
    const code = unmet.find((each) => each !== undefined);
    const { supergraph, operation } = this;
    if (code === undefined) return this.#prepareWhole();
    if (operation.operation !== 'query') {
      throw refusal(code, code === 'UNAUTHENTICATED' ? 'Sign in to do this.' : 'You are not allowed to do this.');
    }
    const isRefused = (field: FieldNode): boolean =>
      this.#guards.fields.get(field)?.some((index) => unmet[index] !== undefined) ?? false;
    return prepareOperation({
      supergraph,
      document: filterDocument(operation, this.#fragments, isRefused),
      refused: refusedFields({
        schema: supergraph.schema,
        operation,
        fragments: this.#fragments,
        isRefused,
        errorAt: (path): GraphQLError => problem(code, messageOf(code), { path }),
      }),
    });
  }
}

/** A visitor lacks every requirement for one reason, a user for the other; so one code fits all refused fields of an operation. */
function messageOf(code: Refusal): string {
  return code === 'UNAUTHENTICATED' ? 'Sign in to see this.' : 'You are not allowed to see this.';
}

export interface OperationLookup {
  supergraph: LoadedSupergraph;
  document: DocumentNode;
  operationName: string | undefined;
}

/** Analyses each operation once for as long as its document is kept by whoever parsed it. */
export class OperationAnalyses {
  readonly #bySupergraph = new WeakMap<LoadedSupergraph, WeakMap<DocumentNode, Map<string, AnalysedOperation>>>();

  /** Throws when the document has no such operation, or several and none was named. */
  of({ supergraph, document, operationName }: OperationLookup): AnalysedOperation {
    const byDocument = getOrAdd(
      this.#bySupergraph,
      supergraph,
      () => new WeakMap<DocumentNode, Map<string, AnalysedOperation>>(),
    );
    const byName = getOrAdd(byDocument, document, () => new Map<string, AnalysedOperation>());
    const known = byName.get(operationName ?? '');
    if (known) return known;
    const operation = getOperationAST(document, operationName);
    if (!operation) throw noSuchOperation(operationName);
    const analysed = new AnalysedOperation(supergraph, operation, document);
    byName.set(operationName ?? '', analysed);
    return analysed;
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
