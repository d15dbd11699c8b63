import {
  type GraphQLError,
  type GraphQLOutputType,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

import { isSelected } from './conditions.js';
import { buildRefusalTree, type RefusalEntry, type RefusalNode, type RefusalTreeInput } from './refusal-tree.js';

/** Selected (under this alias) wherever fields were removed: tells the runtime type, and keeps a selection from being empty. No client may choose it. */
export const TYPENAME_ALIAS = '__ordergraphType';

export interface RefusedFields {
  /**
   * Puts null and an error at every refused field of an answer to the filtered operation, as if the field had failed: null goes up to
   * the next nullable field. Changes `data`, and answers what `data` becomes.
   */
  answer(data: Record<string, unknown>, variables: Readonly<Record<string, unknown>>): RefusedAnswer;
}
export interface RefusedAnswer {
  data: Record<string, unknown> | null;
  errors: GraphQLError[];
}

export interface RefusedFieldsInput extends RefusalTreeInput {
  errorAt: (path: readonly (string | number)[]) => GraphQLError;
}

export function refusedFields(input: RefusedFieldsInput): RefusedFields {
  const root = input.schema.getRootType(input.operation.operation);
  const tree = buildRefusalTree(input);
  return {
    answer: (data, variables) => {
      if (!tree || !root) return { data, errors: [] };
      return new Answering(input, variables).run(tree, data, root.name);
    },
  };
}

type Path = readonly (string | number)[];
type Fields = Record<string, unknown>;

/** Stands for "null must go further up". */
const FAILED = Symbol('failed');

class Answering {
  readonly #errors: GraphQLError[] = [];
  readonly #visited = new Set<Fields>();

  constructor(
    private readonly input: RefusedFieldsInput,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {}

  run(tree: RefusalNode, data: Fields, rootName: string): RefusedAnswer {
    data[TYPENAME_ALIAS] = rootName;
    const survives = this.#object(tree, data, []);
    for (const fields of this.#visited) Reflect.deleteProperty(fields, TYPENAME_ALIAS);
    return { data: survives ? data : null, errors: this.#errors };
  }

  #object(node: RefusalNode, fields: Fields, path: Path, seen = new Set<string>()): boolean {
    this.#visited.add(fields);
    let survives = true;
    for (const entry of node.entries) {
      if (!isSelected(entry.selection, this.variables)) continue;
      if (!this.#entry(entry, fields, { path, seen })) survives = false;
    }
    return survives;
  }

  #entry(entry: RefusalEntry, fields: Fields, { path, seen }: { path: Path; seen: Set<string> }): boolean {
    switch (entry.kind) {
      case 'refused': {
        const once = `field ${entry.key}`;
        if (!seen.has(once)) this.#errors.push(this.input.errorAt([...path, entry.key]));
        seen.add(once);
        fields[entry.key] = null;
        return !entry.nonNull;
      }
      case 'child': {
        const value = this.#value(entry.node, entry.type, { value: fields[entry.key], path: [...path, entry.key] });
        if (value === FAILED) return false;
        if (value !== undefined) fields[entry.key] = value;
        return true;
      }
      case 'fragment': {
        const once = `fragment ${entry.name ?? ''}`;
        if ((entry.name !== undefined && seen.has(once)) || !this.#applies(entry.typeName, fields)) return true;
        seen.add(once);
        return this.#object(entry.node, fields, path, seen);
      }
      default: {
        const never: never = entry;
        return never;
      }
    }
  }

  /** Goes through lists to the objects, and carries failure up as far as types say non-null. */
  #value(node: RefusalNode, type: GraphQLOutputType, { value, path }: { value: unknown; path: Path }): unknown {
    if (value === null || value === undefined) return value;
    const nullable: GraphQLOutputType = isNonNullType(type) ? type.ofType : type;
    const failed = isNonNullType(type) ? FAILED : null;
    if (isListType(nullable)) {
      if (!Array.isArray(value)) return value;
      const items = value.map((item: unknown, index) =>
        this.#value(node, nullable.ofType, { value: item, path: [...path, index] }),
      );
      return items.includes(FAILED) ? failed : items;
    }
    return this.#object(node, value as Fields, path) ? value : failed;
  }

  #applies(typeName: string | undefined, fields: Fields): boolean {
    if (typeName === undefined) return true;
    const runtime = fields[TYPENAME_ALIAS];
    if (runtime === typeName) return true;
    const condition = this.input.schema.getType(typeName);
    const actual = typeof runtime === 'string' ? this.input.schema.getType(runtime) : undefined;
    return isAbstractType(condition) && isObjectType(actual) && this.input.schema.isSubType(condition, actual);
  }
}
