import { type Schema, baseType, isInterfaceType } from '@apollo/federation-internals';

/** What a caller must hold. `scopes`: any one of the inner lists, whole, suffices; empty means no scope is needed. */
export interface Requirement {
  authenticated: true;
  scopes: readonly (readonly string[])[];
}

/** Requirements by `Type.field`; a field that is not in here is public. All of a field's requirements must hold. */
export type AuthorizationRules = ReadonlyMap<string, readonly Requirement[]>;

type Element = Parameters<typeof requirementsOf>[1];

/**
 * Reads the `@authenticated` and `@requiresScopes` applications of a supergraph. A field inherits the requirements of the type it is on
 * and of the type it returns. A field of an interface inherits those of every implementation: which one answers is not known
 * before it answered.
 */
export function readAuthorizationRules(schema: Schema): AuthorizationRules {
  const names = directiveNames(schema);
  const ownOf = (element: Element): Requirement[] => requirementsOf(names, element);
  const rules = new Map<string, readonly Requirement[]>();
  for (const type of [...schema.objectTypes(), ...schema.interfaceTypes()]) {
    for (const field of type.fields()) {
      const implementations = isInterfaceType(type) ? type.possibleRuntimeTypes() : [];
      const elements: (Element | undefined)[] = [
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

interface DirectiveNames {
  authenticated: string | undefined;
  requiresScopes: string | undefined;
}

/** A supergraph may import the directives under other names. */
function directiveNames(schema: Schema): DirectiveNames {
  const nameOf = (feature: string): string | undefined =>
    schema.coreFeatures?.getByIdentity(`https://specs.apollo.dev/${feature}`)?.directiveNameInSchema(feature);
  return { authenticated: nameOf('authenticated'), requiresScopes: nameOf('requiresScopes') };
}

function requirementsOf(
  names: DirectiveNames,
  element: { appliedDirectivesOf(name: string): readonly { arguments(): Readonly<Record<string, unknown>> }[] },
): Requirement[] {
  const authenticated = names.authenticated ? element.appliedDirectivesOf(names.authenticated) : [];
  const requiresScopes = names.requiresScopes ? element.appliedDirectivesOf(names.requiresScopes) : [];
  return [
    ...authenticated.map((): Requirement => ({ authenticated: true, scopes: [] })),
    ...requiresScopes.map((application): Requirement => {
      const { scopes } = application.arguments() as { scopes: string[][] };
      return { authenticated: true, scopes };
    }),
  ];
}

function distinct(requirements: readonly Requirement[]): Requirement[] {
  return [...new Map(requirements.map((requirement) => [JSON.stringify(requirement.scopes), requirement])).values()];
}
