import {
  type ArgumentNode,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';

import { type Fragments, fragmentsOf } from './fragments.js';

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
 * Gives the root field of a subscription whose conditions are decided `after: $ordergraph_after`, whatever the client wrote there, if it takes
 * `after: String`. One plan then serves every start and every resumption, and a client need not select `cursor` to be resumed. Other
 * operations are left as they are.
 */
export function makeResumable(schema: GraphQLSchema, document: DocumentNode): ResumableDocument {
  const operation = getOperationAST(document);
  const fields =
    operation?.operation === 'subscription' ? rootFields(operation.selectionSet, fragmentsOf(document)) : [];
  const [field] = fields;
  if (!field || !takesCursor(schema, field)) return { document, resumption: undefined };
  const given = field.arguments?.find(({ name }) => name.value === CURSOR_ARGUMENT)?.value;
  const roots = new Set<ASTNode>(fields);
  return {
    document: visit(document, {
      Field: (each) => (roots.has(each) ? withCursorArgument(each) : false),
      OperationDefinition: { leave: withCursorVariable },
    }),
    resumption: { initialCursor: (variables) => stringOf(given, variables) },
  };
}

/** The one root field of a validated subscription, as often as it is written, perhaps inside fragments. */
export function rootFields({ selections }: SelectionSetNode, fragments: Fragments): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
    return inner ? rootFields(inner.selectionSet, fragments) : [];
  });
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

function withCursorVariable(operation: OperationDefinitionNode): OperationDefinitionNode {
  const cursor: VariableDefinitionNode = {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: CURSOR_VARIABLE } },
    type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'String' } },
  };
  return { ...operation, variableDefinitions: [...(operation.variableDefinitions ?? []), cursor] };
}

function stringOf(value: ValueNode | undefined, variables: Readonly<Record<string, unknown>>): string | undefined {
  if (value?.kind === Kind.STRING) return value.value;
  const given = value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  return typeof given === 'string' ? given : undefined;
}
