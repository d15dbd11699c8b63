import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

import type { CacheHint, CacheRules, CacheScope } from '../supergraph/cache-rules.js';

/** How long an answer may be kept, and whether for everybody. */
export interface CachePolicy {
  /** Seconds. */
  readonly maxAge: number;
  readonly scope: CacheScope;
}

/**
 * The strictest of the hints on an operation's fields, by the rules of Apollo Server: what returns an object, and every root field, may not be kept
 * unless a hint says so; leaves follow what they are on. Nothing may be kept of a subgraph that gives no hints: those that its types and fields have are of
 * others. An interface or union is as strict as any type that may be answered. Selections that a variable may take away count.
 */
export function cachePolicy(
  schema: GraphQLSchema,
  document: DocumentNode,
  { hints, unhinted }: CacheRules,
): CachePolicy {
  let maxAge = Number.POSITIVE_INFINITY;
  let scope: CacheScope = 'PUBLIC';
  const typeInfo = new TypeInfo(schema);
  const restrict = (hint: CacheHint, isLeaf: boolean): void => {
    if (hint.maxAge !== undefined) maxAge = Math.min(maxAge, hint.maxAge);
    else if (!isLeaf && hint.inheritMaxAge !== true) maxAge = 0;
    if (hint.scope === 'PRIVATE') scope = 'PRIVATE';
  };
  /** Whoever hints at an interface need not know who implements it, so the field's own hint is no exception to these. */
  const restrictByMember = ({ maxAge: age, scope: of }: CacheHint = {}): void => {
    if (age !== undefined) maxAge = Math.min(maxAge, age);
    if (of === 'PRIVATE') scope = 'PRIVATE';
  };
  const enter = ({ name }: FieldNode): void => {
    if (name.value === '__typename') return;
    const parent = typeInfo.getParentType();
    const definition = typeInfo.getFieldDef();
    if (!parent || !definition || name.value.startsWith('__')) {
      maxAge = 0;
      return;
    }
    const type = getNamedType(definition.type);
    const isLeaf = !isCompositeType(type) && parent !== schema.getQueryType();
    const ofType = isCompositeType(type) ? hints.get(type.name) : undefined;
    if (isAbstractType(type))
      for (const possible of schema.getPossibleTypes(type)) restrictByMember(hints.get(possible.name));
    for (const holder of holders(schema, parent)) {
      const coordinate = `${holder}.${name.value}`;
      restrict({ ...ofType, ...hints.get(coordinate) }, isLeaf);
      if (unhinted.has(coordinate)) maxAge = 0;
    }
  };
  visit(document, visitWithTypeInfo(typeInfo, { Field: enter }));
  return { maxAge: Number.isFinite(maxAge) ? maxAge : 0, scope };
}

/** Whose hints may hold for a field: those of the type it is asked of, and of all that may stand in its place. */
function holders(schema: GraphQLSchema, type: GraphQLCompositeType): readonly string[] {
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  return [type, ...possible].map(({ name }) => name);
}
