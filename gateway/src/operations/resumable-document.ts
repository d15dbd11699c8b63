import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLSchema,
  isNonNullType,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

import { refusal } from '../door/refusal.js';
import { isCondition } from './conditions.js';

const CURSOR_ARGUMENT = 'after';

/** The variable through which the gateway says where a subscription goes on. */
export const CURSOR_VARIABLE = 'ordergraph_after';

/** How the first cursor of a resumable subscription is found among what the client sent. */
export interface Resumption {
  initialCursor(coercedVariables: Readonly<Record<string, unknown>>): string | undefined;
}

export interface ResumableDocument {
  document: DocumentNode;
  /** Undefined when the root field takes no cursor: such a stream is live only. */
  resumption: Resumption | undefined;
}

/**
 * Gives the root field of a subscription `after: $ordergraph_after`, whatever the client wrote there, if it takes `after: String`. One plan then
 * serves every start and every resumption, and a client need not select `cursor` to be resumed.
 */
export function makeResumable(schema: GraphQLSchema, document: DocumentNode): ResumableDocument {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const field = operation && rootField(operation.selectionSet, document);
  if (!operation || !field || !takesCursor(schema, field)) return { document, resumption: undefined };
  const given = field.arguments?.find(({ name }) => name.value === CURSOR_ARGUMENT)?.value;
  const resumed = withCursorArgument(field);
  return {
    document: {
      kind: Kind.DOCUMENT,
      definitions: document.definitions.map((definition) => {
        if (definition !== operation && definition.kind !== Kind.FRAGMENT_DEFINITION) return definition;
        const selectionSet = replaceField(definition.selectionSet, field, resumed);
        return definition === operation ? withCursorVariable(operation, selectionSet) : { ...definition, selectionSet };
      }),
    },
    resumption: { initialCursor: (variables) => stringOf(given, variables) },
  };
}

export const conditionalRoot = (): GraphQLError =>
  refusal('GRAPHQL_VALIDATION_FAILED', 'The root field of a subscription cannot be skipped or included conditionally.');

/** The one root field of a validated subscription, perhaps inside fragments. */
function rootField(selectionSet: SelectionSetNode, document: DocumentNode): FieldNode | undefined {
  for (const selection of selectionSet.selections) {
    if (selection.directives?.some(isCondition)) {
      throw conditionalRoot();
    }
    if (selection.kind === Kind.FIELD) return selection;
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragmentOf(selection.name.value, document);
    const field = inner && rootField(inner, document);
    if (field) return field;
  }
  return undefined;
}

function fragmentOf(name: string, { definitions }: DocumentNode): SelectionSetNode | undefined {
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) return definition.selectionSet;
  }
  return undefined;
}

function takesCursor(schema: GraphQLSchema, field: FieldNode): boolean {
  const argument = schema
    .getSubscriptionType()
    ?.getFields()
    [field.name.value]?.args.find(({ name }) => name === CURSOR_ARGUMENT);
  return argument !== undefined && !isNonNullType(argument.type) && getNamedType(argument.type).name === 'String';
}

function withCursorArgument(field: FieldNode): FieldNode {
  const others = (field.arguments ?? []).filter(({ name }) => name.value !== CURSOR_ARGUMENT);
  const cursor: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: CURSOR_ARGUMENT },
    value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: CURSOR_VARIABLE } },
  };
  return { ...field, arguments: [...others, cursor] };
}

function withCursorVariable(
  operation: OperationDefinitionNode,
  selectionSet: SelectionSetNode,
): OperationDefinitionNode {
  return {
    ...operation,
    selectionSet,
    variableDefinitions: [
      ...(operation.variableDefinitions ?? []),
      {
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: CURSOR_VARIABLE } },
        type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'String' } },
      },
    ],
  };
}

function replaceField(selectionSet: SelectionSetNode, field: FieldNode, replacement: FieldNode): SelectionSetNode {
  return {
    ...selectionSet,
    selections: selectionSet.selections.map((selection) => {
      if (selection === field) return replacement;
      if (selection.kind !== Kind.INLINE_FRAGMENT) return selection;
      return { ...selection, selectionSet: replaceField(selection.selectionSet, field, replacement) };
    }),
  };
}

function stringOf(value: ValueNode | undefined, variables: Readonly<Record<string, unknown>>): string | undefined {
  if (value?.kind === Kind.STRING) return value.value;
  const given = value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  return typeof given === 'string' ? given : undefined;
}
