import {
  type FieldNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLOutputType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

import { collectFields, type CollectedField } from './collect-fields.js';
import { clientKey } from '../operations/own-keys.js';
import type { OperationParts } from './introspection.js';
import { type Fields, isFields, readField, writeField } from './json.js';
import { leafCheck } from './leaf-values.js';
import { type Path, pathOf, under } from './places.js';
import { dependsOnType, runtimeType } from './runtime-type.js';

/**
 * Brings what subgraphs answered into the form that the client asked for: its fields in its order and nothing else, types kept, null
 * carried up to the next nullable field.
 */
export type ResponseShape = (data: Fields, completion: Completion) => Fields | null;

export interface Completion {
  /** Answers `__schema` and `__type`. */
  readonly introspect: (field: FieldNode) => unknown;
  /** Where the data broke the schema. */
  readonly errors: GraphQLError[];
}

/** A value that is null because of an error that is already noted: no second one where null is not allowed. */
const FAILED = Symbol('failed');

type Complete = (value: unknown, completion: Completion, path: Path) => unknown;

interface ShapedField {
  readonly key: string;
  readonly complete: (from: Fields, completion: Completion, path: Path) => unknown;
}

export function compileShape(input: OperationParts): ResponseShape {
  return new ShapeCompiler(input).root();
}

class ShapeCompiler {
  constructor(private readonly input: OperationParts) {}

  root(): ResponseShape {
    const { schema, operation } = this.input;
    const type = schema.getRootType(operation.operation);
    if (!type) throw new Error(`The graph has no ${operation.operation} type.`);
    const fields = this.#fieldsOf(type, [operation.selectionSet]);
    return (data, completion) => {
      const answer = completeFields(fields, data, completion, undefined);
      return answer === FAILED ? null : answer;
    };
  }

  #fieldsOf(type: GraphQLNamedType, parts: readonly SelectionSetNode[]): ShapedField[] {
    return collectFields(this.input, type, parts).map((field) => this.#field(type, field));
  }

  #field(parent: GraphQLNamedType, { key, node, parts }: CollectedField): ShapedField {
    const name = node.name.value;
    const shown = clientKey(key);
    if (name === '__typename') return { key: shown, complete: () => parent.name };
    if (name === '__schema' || name === '__type') {
      return { key: shown, complete: (_from, completion) => introspectParts(node, parts, completion) };
    }
    if (!isObjectType(parent) && !isInterfaceType(parent)) throw new Error(`${parent.name} has no fields.`);
    const { type } = parent.getFields()[name] ?? {};
    if (!type) throw new Error(`${parent.name} has no field ${name}.`);
    const complete = this.#type(type, parts, `${parent.name}.${name}`);
    return {
      key: shown,
      complete: (from, completion, path) => complete(readField(from, key), completion, under(path, shown)),
    };
  }

  /** `where` names the field in errors. */
  #type(type: GraphQLOutputType, parts: readonly SelectionSetNode[], where: string): Complete {
    if (isNonNullType(type)) return nonNull(this.#nullable(type.ofType, parts, where), where);
    const complete = this.#nullable(type, parts, where);
    return (value, completion, path) => {
      const completed = complete(value, completion, path);
      return completed === FAILED ? null : completed;
    };
  }

  #nullable(type: GraphQLOutputType, parts: readonly SelectionSetNode[], where: string): Complete {
    if (isListType(type)) return list(this.#type(type.ofType, parts, where), where);
    if (isLeafType(type)) return leaf(leafCheck(type), where);
    if (isCompositeType(type)) return this.#object(type, parts, where);
    throw new Error(`${where} has no type that can be answered.`);
  }

  #object(type: GraphQLNamedType, parts: readonly SelectionSetNode[], where: string): Complete {
    // A subgraph may call an object type anything, which is not to be remembered.
    const nameOf = isObjectType(type) ? () => undefined : (fields: Fields) => fields['__typename'];
    const byName = new Map<unknown, readonly ShapedField[] | undefined>();
    const fieldsOf = (typename: unknown): readonly ShapedField[] | undefined => {
      const known = byName.get(typename);
      if (known || byName.has(typename)) return known;
      const actual = runtimeType(this.input, type, typename);
      if (!actual) return undefined;
      const isAnswerable = isObjectType(actual) || !dependsOnType(this.input, actual, parts);
      const fields = isAnswerable ? this.#fieldsOf(actual, parts) : undefined;
      byName.set(typename, fields);
      return fields;
    };
    return (value, completion, path) => {
      if (value == null) return null;
      const fields = isFields(value) ? fieldsOf(nameOf(value)) : undefined;
      if (!fields) return fail(completion, path, `Invalid __typename found for object at field ${where}.`);
      return completeFields(fields, value as Fields, completion, path);
    };
  }
}

function introspectParts(node: FieldNode, parts: readonly SelectionSetNode[], { introspect }: Completion): unknown {
  const selections = parts.flatMap((part) => part.selections);
  return introspect({ ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } });
}

function completeFields(
  fields: readonly ShapedField[],
  from: Fields,
  completion: Completion,
  path: Path,
): Fields | typeof FAILED {
  const to: Fields = {};
  let failed = false;
  for (const { key, complete } of fields) {
    const value = complete(from, completion, path);
    if (value === FAILED) failed = true;
    else writeField(to, key, value);
  }
  return failed ? FAILED : to;
}

function nonNull(complete: Complete, where: string): Complete {
  return (value, completion, path) =>
    complete(value, completion, path) ?? fail(completion, path, `Cannot return null for non-nullable field ${where}.`);
}

function list(complete: Complete, where: string): Complete {
  return (value, completion, path) => {
    if (value == null) return null;
    if (!Array.isArray(value)) return fail(completion, path, `Invalid non-list value found for field ${where}.`);
    let failed = false;
    const items = value.map((item: unknown, index) => {
      const completed = complete(item, completion, under(path, index));
      if (completed === FAILED) failed = true;
      return completed;
    });
    return failed ? FAILED : items;
  };
}

function leaf(isValid: (value: unknown) => boolean, where: string): Complete {
  return (value, completion, path) => {
    if (value == null) return null;
    return isValid(value) ? value : fail(completion, path, `Invalid value found for field ${where}.`);
  };
}

function fail(completion: Completion, path: Path, message: string): typeof FAILED {
  completion.errors.push(
    new GraphQLError(message, { path: pathOf(path), extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }),
  );
  return FAILED;
}
