import { type ASTNode, GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i;

/** A point in time: a `Date` inside, RFC 3339 in UTC with milliseconds outside. Other offsets are accepted as input. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize(value) {
    const date = value instanceof Date ? value : new Date(typeof value === 'string' ? value : Number.NaN);
    if (Number.isNaN(date.getTime())) throw new TypeError('DateTime cannot represent a value that is no date');
    return date.toISOString();
  },
  parseValue: (value) => parseDateTime(value),
  parseLiteral: (node) => parseDateTime(stringOf(node), node),
});

/** A decimal number as a string, never a float: at most 15 digits before and 6 after the point. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize(value) {
    if (typeof value !== 'string' || !decimal.test(value)) throw new TypeError('Decimal cannot represent this value');
    return value;
  },
  parseValue: (value) => parseDecimal(value),
  parseLiteral: (node) => parseDecimal(stringOf(node), node),
});

/** Any JSON value. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

/** Resolvers of the scalars above, for those that a schema declares. */
export const scalarResolvers = { DateTime, Decimal, JSON: JsonScalar } as const;

const decimal = /^-?\d{1,15}(?:\.\d{1,6})?$/;

function parseDateTime(value: unknown, node?: ASTNode): Date {
  const parts = typeof value === 'string' ? rfc3339.exec(value) : null;
  const date = new Date(parts ? parts[0] : Number.NaN);
  if (!parts || Number.isNaN(date.getTime()) || Number(parts[3]) > daysIn(Number(parts[1]), Number(parts[2]))) {
    throw badInput('DateTime must be RFC 3339, e.g. "2026-11-20T09:30:00.000Z".', node);
  }
  return date;
}

function parseDecimal(value: unknown, node?: ASTNode): string {
  if (typeof value !== 'string' || !decimal.test(value)) {
    throw badInput('Decimal must be a string such as "19.90".', node);
  }
  return value;
}

/** JavaScript reads 30 February as 2 March. */
const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const stringOf = (node: ASTNode): unknown => (node.kind === Kind.STRING ? node.value : undefined);

const badInput = (message: string, node?: ASTNode): GraphQLError =>
  new GraphQLError(message, { ...(node && { nodes: node }), extensions: { code: 'BAD_USER_INPUT' } });
