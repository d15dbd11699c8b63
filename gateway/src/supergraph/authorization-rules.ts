import { type Schema, baseType, isInterfaceType } from '@apollo/federation-internals';

import { type Annotated, applicationsOf } from './feature-directives.js';

/** What a caller must hold. `scopes`: any one of the inner lists, whole, suffices; empty means no scope is needed. */
export interface Requirement {
  authenticated: true;
  scopes: readonly (readonly string[])[];
}

/** Requirements by `Type.field`; a field that is not in here is public. All of a field's requirements must hold. */
export type AuthorizationRules = ReadonlyMap<string, readonly Requirement[]>;

/**
 * Reads the `@authenticated` and `@requiresScopes` applications of a supergraph. A field inherits the requirements of the type it is on
 * and of the type it returns. A field of an interface inherits those of every implementation: which one answers is not known
 * before it answered.
 */
export function readAuthorizationRules(schema: Schema): AuthorizationRules {
  const ownOf = requirementsIn(schema);
  const rules = new Map<string, readonly Requirement[]>();
  for (const type of [...schema.objectTypes(), ...schema.interfaceTypes()]) {
    for (const field of type.fields()) {
      const implementations = isInterfaceType(type) ? type.possibleRuntimeTypes() : [];
      const elements: (Annotated | undefined)[] = [
        type,
        field,
        field.type && baseType(field.type),
        ...implementations,
        ...implementations.map((implementation) => implementation.field(field.name)),
      ];
      const requirements = elements.flatMap((element) => (element ? ownOf(element) : []));
      if (requirements.length > 0) rules.set(`${type.name}.${field.name}`, distinct(requirements));
    }
  }
  return rules;
}

function requirementsIn(schema: Schema): (element: Annotated) => Requirement[] {
  const authenticated = applicationsOf(schema, 'authenticated');
  const requiresScopes = applicationsOf(schema, 'requiresScopes');
  return (element) => [
    ...authenticated(element).map((): Requirement => ({ authenticated: true, scopes: [] })),
    ...requiresScopes(element).map((given): Requirement => {
      const { scopes } = given as { scopes: string[][] };
      return { authenticated: true, scopes };
    }),
  ];
}

function distinct(requirements: readonly Requirement[]): Requirement[] {
  return [...new Map(requirements.map((requirement) => [JSON.stringify(requirement.scopes), requirement])).values()];
}
