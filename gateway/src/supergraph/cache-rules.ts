import {
  type FieldDefinition,
  type InterfaceType,
  isEnumType,
  type ObjectType,
  type Schema,
} from '@apollo/federation-internals';

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
  /** Fields (`Type.field`) of subgraphs that give no hints: nothing of them is kept, whatever hints others give. */
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

type Field = FieldDefinition<ObjectType | InterfaceType>;

/**
 * What subgraphs share is the same whoever answers, so one of them that gives hints is enough. What one takes over from
 * another little by little is of both.
 */
function unhintedFields(schema: Schema): ReadonlySet<string> {
  const fields = [...schema.objectTypes(), ...schema.interfaceTypes()].flatMap((type): readonly Field[] =>
    type.fields(),
  );
  const hinting = new Set(fields.flatMap(hintedBy));
  const isHinted = (field: Field): boolean => {
    const graphs = graphsOf(field);
    const ofHinting = graphs.filter((graph) => hinting.has(graph));
    return ofHinting.length > 0 && (ofHinting.length === graphs.length || !joinsOf(field).some(isOverride));
  };
  return new Set(fields.filter((field) => !isHinted(field)).map(({ coordinate }) => coordinate));
}

/** Composition does not tell whose hint a field has that several subgraphs have, or had before one took it over. */
function hintedBy(field: Field): readonly string[] {
  if (!field.hasAppliedDirective('cacheControl')) return [];
  const joins = joinsOf(field);
  const [graph, ...others] = new Set(joins.map(({ graph }) => graph));
  return graph === undefined || others.length > 0 || joins.some(isOverride) ? [] : [graph];
}

const isOverride = ({ override, overrideLabel }: Join): boolean =>
  override !== undefined || overrideLabel !== undefined;

/** Which subgraphs resolve it, as the supergraph calls them within. */
function graphsOf(field: Field): readonly string[] {
  return joinsOf(field).flatMap(({ graph, external, usedOverridden, overrideLabel }) =>
    graph === undefined || external === true || (usedOverridden === true && overrideLabel === undefined) ? [] : graph,
  );
}

/**
 * Which subgraphs have it. A field that all of its type's have does not say so; one that none of them has is of those
 * that take an interface of the type for an object (`@interfaceObject`).
 */
function joinsOf(field: Field): readonly Join[] {
  const own = field.appliedDirectivesOf('join__field').map((applied) => applied.arguments() as Join);
  if (own.length === 0) return typeJoins(field.parent);
  return own.some(({ graph }) => graph !== undefined) ? own : field.parent.interfaces().flatMap(ofInterfaceObjects);

  function ofInterfaceObjects(type: InterfaceType): readonly Join[] {
    const inherited = type.field(field.name);
    const graphs = new Set(typeJoins(type).flatMap(({ graph, isInterfaceObject }) => (isInterfaceObject ? graph : [])));
    return inherited ? joinsOf(inherited).filter(({ graph }) => graphs.has(graph)) : [];
  }
}

function typeJoins(type: ObjectType | InterfaceType): readonly Join[] {
  return type.appliedDirectivesOf('join__type').map((applied) => applied.arguments() as Join);
}

/** Of a field or a type with a subgraph. */
interface Join {
  readonly graph?: string;
  readonly external?: boolean;
  readonly override?: string;
  readonly overrideLabel?: string;
  /** Another takes it over, without a label wholly; it is there for what stands on it. */
  readonly usedOverridden?: boolean;
  readonly isInterfaceObject?: boolean;
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
