import { type DirectiveNode, GraphQLIncludeDirective, GraphQLSkipDirective, Kind } from 'graphql';

import type { Formula, Variables } from './formula.js';

/** 1 where `@skip` and `@include` let a selection be, 0 where they take it away. */
export function presence(directives: readonly DirectiveNode[] = []): Formula[] {
  return directives.flatMap((directive): Formula[] => {
    const keeps = KEEPS.get(directive.name.value);
    const condition = directive.arguments?.[0]?.value;
    if (keeps === undefined || condition === undefined) return [];
    if (condition.kind === Kind.BOOLEAN) return [condition.value === keeps ? 1 : 0];
    if (condition.kind !== Kind.VARIABLE) return [];
    const name = condition.name.value;
    return [(variables: Variables): number => (variables[name] === keeps ? 1 : 0)];
  });
}

const KEEPS: ReadonlyMap<string, boolean> = new Map([
  [GraphQLIncludeDirective.name, true],
  [GraphQLSkipDirective.name, false],
]);
