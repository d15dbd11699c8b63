import { type FieldDefinition, isEnumType, type ObjectType, type Schema } from '@apollo/federation-internals';

import type { Annotated } from './feature-directives.js';

/** What a subgraph says by `@cacheControl` of a field or of all fields that return a type. */
export interface CacheHint {
  readonly maxAge?: number;
  readonly scope?: CacheScope;
  readonly inheritMaxAge?: boolean;
}

export type CacheScope = 'PUBLIC' | 'PRIVATE';

/** A subscription (`@cacheRevision`) that tells whenever answers of its subgraph may have changed. */
export interface RevisionField {
  readonly subgraph: string;
  readonly field: string;
}

export interface CacheRules {
  /** By schema coordinate: `Type` or `Type.field`. */
  readonly hints: ReadonlyMap<string, CacheHint>;
  /** Fields (`Type.field`) of subgraphs that give no hints: what they answer may not be kept because of what it stands on. */
  readonly unhinted: ReadonlySet<string>;
  readonly revisions: readonly RevisionField[];
}

/** Reads what the subgraphs say about caching; composition carries both directives by `@composeDirective`. */
export function readCacheRules(schema: Schema): CacheRules {
  const hints = new Map<string, CacheHint>();
  const read = (element: Annotated & { readonly coordinate: string }): void => {
    for (const applied of element.appliedDirectivesOf('cacheControl'))
      hints.set(element.coordinate, applied.arguments());
  };
  for (const type of [...schema.objectTypes(), ...schema.interfaceTypes()]) {
    read(type);
    for (const field of type.fields()) read(field);
  }
  for (const union of schema.unionTypes()) read(union);
  return { hints, unhinted: unhintedFields(schema), revisions: revisionsOf(schema) };
}

function revisionsOf(schema: Schema): RevisionField[] {
  const root = schema.schemaDefinition.rootType('subscription');
  const names = subgraphNames(schema);
  return (root?.fields() ?? []).flatMap((field) => {
    if (!field.hasAppliedDirective('cacheRevision')) return [];
    return graphsOf(field).flatMap((graph) => {
      const subgraph = names.get(graph);
      return subgraph === undefined ? [] : [{ subgraph, field: field.name }];
    });
  });
}

function unhintedFields(schema: Schema): ReadonlySet<string> {
  const fields = [...schema.objectTypes()].flatMap((type) => [...type.fields()]);
  const hinting = new Set(fields.filter((field) => field.hasAppliedDirective('cacheControl')).flatMap(graphsOf));
  return new Set(
    fields.filter((field) => graphsOf(field).every((graph) => !hinting.has(graph))).map(({ coordinate }) => coordinate),
  );
}

/** Which subgraphs resolve it, as the supergraph calls them within. A field that all of its type's have does not say so. */
function graphsOf(field: FieldDefinition<ObjectType>): readonly string[] {
  const own = field.appliedDirectivesOf('join__field').map((applied) => applied.arguments() as Join);
  const joins = own.some(({ graph }) => graph !== undefined)
    ? own.filter(({ external }) => external !== true)
    : field.parent.appliedDirectivesOf('join__type').map((applied) => applied.arguments() as Join);
  return joins.flatMap(({ graph }) => graph ?? []);
}

interface Join {
  readonly graph?: string;
  readonly external?: boolean;
}

/** As the supergraph calls them within, to their own names. */
function subgraphNames(schema: Schema): ReadonlyMap<string, string> {
  const graphs = schema.type('join__Graph');
  const values = graphs && isEnumType(graphs) ? graphs.values : [];
  return new Map(
    values.map((value) => {
      const { name } = (value.appliedDirectivesOf('join__graph')[0]?.arguments() ?? {}) as { name?: string };
      return [value.name, name ?? ''];
    }),
  );
}
