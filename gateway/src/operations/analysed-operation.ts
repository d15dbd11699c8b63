import { createHash } from 'node:crypto';

import {
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  separateOperations,
} from 'graphql';

import type { Principal } from '@ordergraph/service';

import { type Formula, type Variables, valueOf } from '../door/cost/formula.js';
import { operationCost } from '../door/cost/operation-cost.js';
import { unmetRequirement } from '../door/grants.js';
import { type PageSize, pageSizes } from '../door/page-sizes.js';
import { problem, refusal } from '../door/refusal.js';
import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import { type CachePolicy, cachePolicy } from './cache-policy.js';
import { conditionValues, conditionVariables } from './conditions.js';
import { type DocumentGuards, findGuards } from './document-guards.js';
import { filterDocument } from './filter-document.js';
import { type Fragments, fragmentsOf } from './fragments.js';
import { labelsOn, overridesIn, type OverrideShare } from './overrides.js';
import { type PreparedOperation, prepareOperation } from './prepared-operation.js';
import { refusedFields } from './refused-fields.js';

/** An operation whose answer may be kept. */
export interface CacheableOperation {
  policy: CachePolicy;
  /** Of its text, however it was written. */
  fingerprint: string;
}

type Refusal = 'UNAUTHENTICATED' | 'FORBIDDEN';

/** Prepared operations by what tells them apart; some may be forgotten. */
export interface KeptOperations {
  get(key: string): PreparedOperation | undefined;
  set(key: string, prepared: PreparedOperation): unknown;
}

export interface AnalysisInput {
  supergraph: LoadedSupergraph;
  operation: OperationDefinitionNode;
  document: DocumentNode;
  /** Of lists about which the supergraph says nothing. */
  assumedListSize: number;
  /** Where operations with conditions, or labels of `@override`, keep what they prepare. */
  combinations: KeptOperations;
  /** From 0 up to 1. */
  random: () => number;
}

/** One operation of a validated document under one supergraph, with everything about it that does not depend on the request. */
export class AnalysedOperation {
  readonly supergraph: LoadedSupergraph;
  readonly operation: OperationDefinitionNode;
  readonly pages: readonly PageSize[];
  /** Undefined if its answer may not be kept at all. */
  readonly cacheable: CacheableOperation | undefined;
  readonly #assumedListSize: number;
  readonly #document: DocumentNode;
  readonly #fragments: Fragments;
  readonly #guards: DocumentGuards;
  readonly #conditions: readonly string[];
  readonly #overrides: readonly OverrideShare[];
  readonly #random: () => number;
  /** By what the caller is refused, of which most operations have one or two, and by the values of conditions and the labels that are on. */
  readonly #prepared: KeptOperations;
  #knownFingerprint: string | undefined;
  #cost: Formula | undefined;

  constructor({ supergraph, operation, document, assumedListSize, combinations, random }: AnalysisInput) {
    this.supergraph = supergraph;
    this.operation = operation;
    this.#assumedListSize = assumedListSize;
    // Only what this operation uses: the fragments of a neighbour must not refuse it.
    this.#document = separateOperations(document)[operation.name?.value ?? ''] ?? document;
    this.#fragments = fragmentsOf(this.#document);
    this.pages = pageSizes(this.#document, { schema: supergraph.schema, rules: supergraph.costs });
    this.#guards = findGuards(supergraph.schema, this.#document, supergraph.authorization);
    this.cacheable = this.#cacheability();
    this.#conditions = conditionVariables(this.#document);
    this.#overrides = overridesIn(supergraph, this.#document);
    this.#random = random;
    this.#prepared = this.#isOne() ? new Map<string, PreparedOperation>() : combinations;
  }

  /** Estimated for coerced variables. Only for an operation within its other limits; throws an error of the catalogue. */
  cost(variables: Variables): number {
    const { schema, costs: rules } = this.supergraph;
    this.#cost ??= operationCost(this.operation, {
      schema,
      rules,
      fragments: this.#fragments,
      assumedListSize: this.#assumedListSize,
    });
    return valueOf(this.#cost, variables);
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
   * The operation as this caller may run it with these variables (coerced), asked of the subgraphs to which this request falls by `@override`. A query
   * loses its refused fields; a mutation or subscription with one is refused whole, by an error thrown, since doing half of it would surprise.
   */
  preparedFor(principal: Principal, variables: Variables): PreparedOperation {
    const unmet = this.#guards.requirements.map((requirement) => unmetRequirement(principal, requirement));
    const labels = this.#overrides.length === 0 ? [] : labelsOn(this.#overrides, this.#random() * 100);
    const key = this.#keyOf(unmet, variables, labels);
    const known = this.#prepared.get(key);
    if (known) return known;
    const prepared = this.#prepare(unmet, variables, labels);
    this.#prepared.set(key, prepared);
    return prepared;
  }

  /** Whether callers with the same rights always get the same. */
  #isOne(): boolean {
    return this.#conditions.length === 0 && this.#overrides.length === 0;
  }

  #keyOf(unmet: readonly (Refusal | undefined)[], variables: Variables, labels: readonly string[]): string {
    const refused = unmet.map((code) => code ?? '').join();
    if (this.#isOne()) return refused;
    return `${this.#fingerprint()} ${refused} ${conditionValues(this.#conditions, variables)} ${labels.join()}`;
  }

  /** What is behind a guard differs from caller to caller, whatever its hint says. */
  #cacheability(): CacheableOperation | undefined {
    if (this.operation.operation !== 'query') return undefined;
    const hinted = cachePolicy(this.supergraph.schema, this.#document, this.supergraph.caching);
    if (hinted.maxAge === 0) return undefined;
    const policy: CachePolicy = this.#guards.fields.size > 0 ? { ...hinted, scope: 'PRIVATE' } : hinted;
    return { policy, fingerprint: this.#fingerprint() };
  }

  /** Of the operation's text, however it was written. */
  #fingerprint(): string {
    return (this.#knownFingerprint ??= createHash('sha256').update(print(this.#document)).digest('base64url'));
  }

  #prepare(
    unmet: readonly (Refusal | undefined)[],
    variables: Variables,
    labels: readonly string[],
  ): PreparedOperation {
    const code = unmet.find((each) => each !== undefined);
    const { supergraph, operation } = this;
    if (code === undefined) return prepareOperation({ supergraph, document: this.#document, variables, labels });
    if (operation.operation !== 'query') {
      throw refusal(code, code === 'UNAUTHENTICATED' ? 'Sign in to do this.' : 'You are not allowed to do this.');
    }
    const isRefused = (field: FieldNode): boolean =>
      this.#guards.fields.get(field)?.some((index) => unmet[index] !== undefined) ?? false;
    return prepareOperation({
      supergraph,
      document: filterDocument(operation, this.#fragments, isRefused),
      variables,
      labels,
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
