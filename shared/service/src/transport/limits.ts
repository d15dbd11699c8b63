import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  type SelectionNode,
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
export const depthRule: ValidationRule = (context: ValidationContext): ASTVisitor => {
  const depthOf = depthMeasure(context);
  return {
    OperationDefinition(operation) {
      if (depthOf(operation.selectionSet) <= limits.depth) return;
      const message = `The operation is nested deeper than ${limits.depth}.`;
      context.reportError(new GraphQLError(message, { nodes: operation }));
    },
  };
};

/**
 * Measures every fragment of a document once: spreads that multiply cost nothing to follow. A fragment inside itself (refused by
 * another rule, at the same time) counts nothing.
 */
function depthMeasure(context: ValidationContext): (set: SelectionSetNode) => number {
  const measured = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    measured.set(name, 0);
    const fragment = context.getFragment(name);
    const depth = fragment ? ofSelections(fragment.selectionSet) : 0;
    measured.set(name, depth);
    return depth;
  };
  const ofSelection = (selection: SelectionNode): number => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    const inner = selection.selectionSet ? ofSelections(selection.selectionSet) : 0;
    return selection.kind === Kind.FIELD ? inner + 1 : inner;
  };
  const ofSelections = ({ selections }: SelectionSetNode): number =>
    selections.reduce((deepest, selection) => Math.max(deepest, ofSelection(selection)), 0);
  return ofSelections;
}
