import { type DocumentNode, type FieldNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

import type { AuthorizationRules, Requirement } from '../supergraph/authorization-rules.js';

/** The guarded fields of a document, found once: what each needs, as indexes into the document's distinct requirements. */
export interface DocumentGuards {
  requirements: readonly Requirement[];
  fields: ReadonlyMap<FieldNode, readonly number[]>;
}

export function findGuards(schema: GraphQLSchema, document: DocumentNode, rules: AuthorizationRules): DocumentGuards {
  const requirements: Requirement[] = [];
  const fields = new Map<FieldNode, readonly number[]>();
  const indexOf = (requirement: Requirement): number => {
    const known = requirements.indexOf(requirement);
    return known === -1 ? requirements.push(requirement) - 1 : known;
  };
  const typeInfo = new TypeInfo(schema);
  const enter = (field: FieldNode): void => {
    const parent = typeInfo.getParentType();
    const needed = parent ? rules.get(`${parent.name}.${field.name.value}`) : undefined;
    if (needed) fields.set(field, needed.map(indexOf));
  };
  visit(document, visitWithTypeInfo(typeInfo, { Field: enter }));
  return { requirements, fields };
}
