import { type DocumentNode, type FieldNode, Kind, type NamedTypeNode, visit } from 'graphql';

import type { RequiredFields } from '../supergraph/required-fields.js';

/** Of no key that a client may choose. */
export const OWN_KEY_PREFIX = '__own_';

/**
 * A plan asks for what one subgraph requires of another, and for the keys of entities, under the field's own name; Apollo's planner then drops what
 * the client wants under that name if it is something else. Here the client's gets a key that nothing required can have. What is asked of the schema
 * itself is planned by nobody, and stays as it is.
 */
export function withOwnKeys(document: DocumentNode, required: RequiredFields): DocumentNode {
  if (required.names.size === 0) return document;
  return visit(document, {
    FragmentDefinition: ({ typeCondition }) => (isOfIntrospection(typeCondition) ? false : undefined),
    Field: (field) => {
      if (field.name.value !== '__typename' && isOfIntrospection(field)) return false;
      const key = keyOf(field);
      if (!required.names.has(key) || isAsRequired(field, required)) return undefined;
      return { ...field, alias: { kind: Kind.NAME, value: `${OWN_KEY_PREFIX}${key}` } };
    },
  });
}

/** The key under which the client knows it. */
export const clientKey = (key: string): string =>
  key.startsWith(OWN_KEY_PREFIX) ? key.slice(OWN_KEY_PREFIX.length) : key;

/** Names that begin so are kept for it. */
const isOfIntrospection = ({ name }: FieldNode | NamedTypeNode): boolean => name.value.startsWith('__');

const keyOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;

function isAsRequired(field: FieldNode, { withArguments }: RequiredFields): boolean {
  const name = field.name.value;
  return keyOf(field) === name && !field.arguments?.length && !withArguments.has(name);
}
