import {
  type DefinitionNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  OverlappingFieldsCanBeMergedRule,
  parse,
  SingleFieldSubscriptionsRule,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';

import { withoutConditions } from '../operations/conditions.js';
import { fragmentsOf } from '../operations/fragments.js';
import { noIntrospection, noLongNames, noNamesOfTheGateway } from './document-rules.js';
import { TurnedAway } from './door.js';
import { measureLiterals } from './measure-literals.js';
import { measureOperation } from './measure-operation.js';
import { mergingWork } from './merging.js';
import {
  exceededLimit,
  exceededLiterals,
  exceededMerging,
  MERGING_WORK,
  type OperationLimits,
} from './operation-limits.js';
import { refusal } from './refusal.js';

export interface DocumentsOptions {
  maxTokens: number;
  operationLimits: OperationLimits;
  /** Whether clients may ask for the schema. */
  introspection: boolean;
}

/**
 * Parses and validates what a client sent. What is quick to see is looked at first, and whether fields overlap last: that takes time by the square
 * of the text. Each operation of a document is held to the limits, whichever is to run. Throws TurnedAway.
 */
export function readDocument(schema: GraphQLSchema, source: string, options: DocumentsOptions): DocumentNode {
  const document = parseDocument(source, options.maxTokens);
  const operations = document.definitions.filter(isOperation);
  const fragments = fragmentsOf(document);
  const turnAwayAny = (errorOf: (operation: OperationDefinitionNode) => GraphQLError | undefined): void => {
    for (const operation of operations) {
      const error = errorOf(operation);
      if (error) throw new TurnedAway([error]);
    }
  };
  const nested = exceededLiterals(measureLiterals(document));
  if (nested) throw new TurnedAway([nested]);
  turnAwayAny((operation) => exceededLimit(measureOperation(operation, fragments), options.operationLimits));
  turnAwayInvalid(problemsOf(schema, document, options.introspection ? firstRules : [...firstRules, noIntrospection]));
  turnAwayAny((operation) => exceededMerging(mergingWork(operation, fragments, MERGING_WORK)));
  turnAwayInvalid(validate(schema, document, [OverlappingFieldsCanBeMergedRule]));
  return document;
}

/** Both ask for more than a look at the document as it stands. */
const ruledLater = new Set<ValidationRule>([SingleFieldSubscriptionsRule, OverlappingFieldsCanBeMergedRule]);
const firstRules = [...specifiedRules.filter((rule) => !ruledLater.has(rule)), noNamesOfTheGateway, noLongNames];

function problemsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[],
): readonly GraphQLError[] {
  const problems = validate(schema, document, rules);
  if (!document.definitions.some(isSubscription)) return problems;
  // A stream is of one field, whatever its conditions: their values are not known yet, and graphql-js would throw for want of them.
  return [...problems, ...validate(schema, withoutConditions(document), [SingleFieldSubscriptionsRule])];
}

/** The errors say where in the text, and hold no part of the document: they are kept. */
function turnAwayInvalid(problems: readonly GraphQLError[]): void {
  if (problems.length === 0) return;
  throw new TurnedAway(
    problems.map(({ message, source = null, positions = null }) =>
      refusal('GRAPHQL_VALIDATION_FAILED', message, { source, positions }),
    ),
  );
}

const isOperation = (definition: DefinitionNode): definition is OperationDefinitionNode =>
  definition.kind === Kind.OPERATION_DEFINITION;

const isSubscription = (definition: DefinitionNode): boolean =>
  isOperation(definition) && definition.operation === OperationTypeNode.SUBSCRIPTION;

/** The only mark by which graphql-js tells it from an error of syntax. */
const TOKEN_LIMIT = /^Syntax Error: Document contains more th[ae][nt] \d+ tokens/;

function parseDocument(source: string, maxTokens: number): DocumentNode {
  try {
    return parse(source, { maxLexicalTokens: maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { message, source: text = null, positions = null } = error;
    const code = TOKEN_LIMIT.test(message) ? 'TOO_MANY_TOKENS' : 'GRAPHQL_PARSE_FAILED';
    throw new TurnedAway([refusal(code, message, { source: text, positions })]);
  }
}
