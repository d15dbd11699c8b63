import {
  type DocumentNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type SelectionNode,
  type ValueNode,
  visit,
} from 'graphql';

import { refusal } from '../door/refusal.js';

type Variables = Readonly<Record<string, unknown>>;

/** What the argument of each is where it lets a selection be. */
const keeps: ReadonlyMap<string, boolean> = new Map([
  [GraphQLIncludeDirective.name, true],
  [GraphQLSkipDirective.name, false],
]);

export const isCondition = (directive: { name: { value: string } }): boolean => keeps.has(directive.name.value);

/** By its own `@skip` and `@include`; `variables` are coerced. */
export function isSelected({ directives = [] }: SelectionNode, variables: Variables): boolean {
  return directives.every(({ name, arguments: [argument] = [] }) => {
    const kept = keeps.get(name.value);
    return kept === undefined || valueOf(argument?.value, variables) === kept;
  });
}

/** The document as though everything were selected. */
export function withoutConditions(document: DocumentNode): DocumentNode {
  return visit(document, { Directive: (directive) => (isCondition(directive) ? null : undefined) });
}

/** The variables by which a document says what is selected, each once. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: (directive) => {
      const value = directive.arguments?.[0]?.value;
      if (isCondition(directive) && value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/** Their values in a text. Null, which a nullable variable with a default may still be given, is refused: a condition takes none. */
export function conditionValues(names: readonly string[], variables: Variables): string {
  const values = names.map((name) => {
    if (variables[name] != null) return variables[name] === true ? '1' : '0';
    throw refusal('BAD_USER_INPUT', `Variable "$${name}" must not be null, since it decides what is selected.`);
  });
  return values.join('');
}

function valueOf(value: ValueNode | undefined, variables: Variables): unknown {
  if (value?.kind === Kind.VARIABLE) return variables[value.name.value];
  return value?.kind === Kind.BOOLEAN ? value.value : undefined;
}
