import fc from 'fast-check';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** Aliases that meet each other, and one that every object inherits. */
const aliases = ['', '', '', 'a: ', 'b: ', 'constructor: '];
const conditions = [
  ...['', '', '', '', '', ' @include(if: $yes)', ' @skip(if: $yes)', ' @include(if: $no)', ' @skip(if: $no)'],
  ...[' @skip(if: true)', ' @include(if: true)', ' @skip(if: $no) @include(if: $yes)'],
];
const declarations = ['$yes: Boolean!', '$no: Boolean = false', '$id: ID!', '$first: Int', '$unit: String = "mm"'];
const argumentsOf: Readonly<Record<string, readonly string[]>> = {
  id: ['"0"', '"1"', '"3"', '$id'],
  first: ['1', '3', '$first'],
  unit: ['"in"', '$unit'],
};

/** Queries of any shape over a schema; many are invalid, since aliases conflict. Chosen along a tape of numbers, which shrinks well. */
export const randomQueries = (schema: GraphQLSchema): fc.Arbitrary<string> =>
  fc.array(fc.nat(9_999), { minLength: 40, maxLength: 100 }).map((tape) => new Writer(schema, tape).query());

class Writer {
  #next = 0;
  readonly #fragments: string[] = [];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly tape: readonly number[],
  ) {}

  query(): string {
    const root = this.schema.getQueryType();
    if (!root) throw new Error('no queries');
    const text = [this.#selection(root, 0), ...this.#fragments].join(' ');
    const used = declarations.filter((declaration) => text.includes(declaration.slice(0, declaration.indexOf(':'))));
    return `query Q${used.length === 0 ? '' : `(${used.join(', ')})`} ${text}`;
  }

  #choose<T>(from: readonly T[]): T {
    const choice = this.tape[this.#next++] ?? 0;
    return from[choice % from.length] as T;
  }

  #selection(type: GraphQLNamedType, depth: number): string {
    const count = 1 + this.#choose([0, 1, 1, 2]);
    const parts = Array.from({ length: count }, () => this.#part(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  #part(type: GraphQLNamedType, depth: number): string {
    if (isAbstractType(type) && this.#choose([true, true, false])) {
      const possible = this.#choose(this.schema.getPossibleTypes(type));
      return `... on ${possible.name}${this.#choose(conditions)} ${this.#selection(possible, depth)}`;
    }
    const form = this.#choose(['field', 'field', 'field', 'field', 'field', 'field', 'inline', 'spread']);
    if (form === 'inline') return `...${this.#choose(conditions)} ${this.#selection(type, depth)}`;
    if (form === 'spread') return this.#spread(type, depth);
    if (!isObjectType(type) && !isInterfaceType(type)) return '__typename';
    const fields = Object.values(type.getFields()).filter(
      (field) => depth < 3 || !isCompositeType(getNamedType(field.type)),
    );
    const field = this.#choose([...fields, undefined]);
    if (!field) return `${this.#choose(aliases)}__typename`;
    return this.#field(field, depth);
  }

  #spread(type: GraphQLNamedType, depth: number): string {
    const selection = this.#selection(type, depth);
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${type.name} ${selection}`);
    return `...${name}${this.#choose(conditions)}`;
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const given = field.args.map(({ name }) => `${name}: ${this.#choose(argumentsOf[name] ?? ['null'])}`);
    const args = given.length === 0 ? '' : `(${given.join(', ')})`;
    const rest = isCompositeType(type) ? ` ${this.#selection(type, depth + 1)}` : '';
    return `${this.#choose(aliases)}${field.name}${args}${this.#choose(conditions)}${rest}`;
  }
}
