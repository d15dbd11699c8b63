import {
  type ASTVisitor,
  type FieldNode,
  GraphQLError,
  type InlineFragmentNode,
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
 * Measures every fragment of a document once: spreads that multiply cost nothing to follow. A fragment inside itself
 * (refused by another rule, at the same time) counts nothing. From the root of an operation or fragment it looks one
 * level further than the limit: what is deeper is too deep wherever it is spread. Only fragments make it recurse.
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
  const ofSelections = (root: SelectionSetNode): number => {
    let deepest = 0;
    const sets = [{ set: root, above: 0 }];
    for (const { set, above } of sets) {
      for (const selection of set.selections) {
        const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
        const depth = above + (isSpread ? ofFragment(selection.name.value) : fieldsOf(selection));
        deepest = Math.max(deepest, depth);
        if (!isSpread && selection.selectionSet && depth <= limits.depth)
          sets.push({ set: selection.selectionSet, above: depth });
      }
    }
    return deepest;
  };
  return ofSelections;
}

const fieldsOf = ({ kind }: FieldNode | InlineFragmentNode): number => (kind === Kind.FIELD ? 1 : 0);
