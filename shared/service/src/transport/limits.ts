import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/**
 * What a subgraph takes. The gateway holds clients to tighter limits; these keep a mistake of any router from becoming an
 * outage. Entity lookups arrive with long lists of representations, hence the size of a body.
 */
export const limits = {
  bodyBytes: 1_048_576,
  socketMessageBytes: 262_144,
  tokens: 10_000,
  depth: 20,
} as const;

/** Refuses operations whose fields are nested deeper than the limit; fragments count where they are spread. */
export const depthRule: ValidationRule = (context: ValidationContext): ASTVisitor => ({
  OperationDefinition(operation) {
    if (depthOf(context, operation.selectionSet, limits.depth, new Set()) > limits.depth) {
      context.reportError(
        new GraphQLError(`The operation is nested deeper than ${limits.depth}.`, { nodes: operation }),
      );
    }
  },
});

/** Stops counting at `most + 1`; a fragment inside itself (refused by another rule) counts nothing. */
function depthOf(context: ValidationContext, set: SelectionSetNode, most: number, within: ReadonlySet<string>): number {
  if (most < 0) return 1;
  const depths = set.selections.map((selection) => {
    if (selection.kind === Kind.FIELD) {
      return selection.selectionSet ? 1 + depthOf(context, selection.selectionSet, most - 1, within) : 1;
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) return depthOf(context, selection.selectionSet, most, within);
    const name = selection.name.value;
    const fragment = within.has(name) ? undefined : context.getFragment(name);
    return fragment ? depthOf(context, fragment.selectionSet, most, new Set([...within, name])) : 0;
  });
  return Math.max(0, ...depths);
}
