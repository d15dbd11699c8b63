import type { Schema } from '@apollo/federation-internals';
import { parse, visit } from 'graphql';

/** Names of the fields that some subgraph requires of others, be it for a field of its own or as the key of an entity. */
export interface RequiredFields {
  readonly names: ReadonlySet<string>;
  /** Those that it requires with arguments. */
  readonly withArguments: ReadonlySet<string>;
}

/** Reads the `requires` of the `@join__field` applications of a supergraph, and the `key` of those of `@join__type`. */
export function readRequiredFields(schema: Schema): RequiredFields {
  const names = new Set<string>();
  const withArguments = new Set<string>();
  for (const type of [...schema.objectTypes(), ...schema.interfaceTypes()]) {
    const keys = type.appliedDirectivesOf('join__type').map(keyOf);
    const required = type.fields().flatMap((field) => field.appliedDirectivesOf('join__field').map(requiresOf));
    for (const selection of [...keys, ...required]) {
      if (selection === undefined) continue;
      visit(parse(`{ ${selection} }`), {
        Field: ({ name, arguments: given }) => {
          names.add(name.value);
          if (given?.length) withArguments.add(name.value);
        },
      });
    }
  }
  return { names, withArguments };
}

function keyOf(applied: { arguments(): object }): string | undefined {
  const { key } = applied.arguments() as { key?: string };
  return key;
}

function requiresOf(applied: { arguments(): object }): string | undefined {
  const { requires } = applied.arguments() as { requires?: string };
  return requires;
}
