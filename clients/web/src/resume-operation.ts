import { type DocumentNode, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';

const CURSOR_ARGUMENT = 'after';

/** An operation as any transport sends it; `query` is the text or its document. */
export interface Resumable<Query = string | DocumentNode> {
  readonly query: Query;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The operation that goes on behind a cursor: the variable that stands as `after` of its root field is set. An operation without such a
 * variable keeps its text, since it may be a persisted one; its cursor travels in `extensions.cursor`, which the gateway puts first.
 */
export function resumeOperation<Operation extends Resumable>(
  operation: Operation,
  cursor: string | undefined,
): Operation {
  if (cursor === undefined) return operation;
  const variable = cursorVariable(operation);
  return variable === undefined
    ? { ...operation, extensions: { ...operation.extensions, cursor } }
    : { ...operation, variables: { ...operation.variables, [variable]: cursor } };
}

function cursorVariable({ query, operationName }: Resumable): string | undefined {
  const document = typeof query === 'string' ? parse(query, { noLocation: true }) : query;
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (operationName === undefined || definition.name?.value === operationName),
  );
  return operation && variableBelow(operation.selectionSet, document);
}

/** Of the one root field, perhaps inside fragments. */
function variableBelow({ selections }: SelectionSetNode, document: DocumentNode): string | undefined {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const given = selection.arguments?.find(({ name }) => name.value === CURSOR_ARGUMENT)?.value;
      return given?.kind === Kind.VARIABLE ? given.name.value : undefined;
    }
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragment(selection.name.value, document);
    const found = inner && variableBelow(inner, document);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fragment(name: string, { definitions }: DocumentNode): SelectionSetNode | undefined {
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) return definition.selectionSet;
  }
  return undefined;
}
