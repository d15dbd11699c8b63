import { type Attack } from './attack.js';
import { askEverywhere, mutateEverywhere, type Request } from './ask.js';

const repeat = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

const everywhere = (attack: string, answer: string, request: Request): Attack => ({
  attack,
  answer,
  play: (platform) => askEverywhere(platform, request),
});

/** Each fragment spreads the next twice: what is asked for doubles with each. */
const bomb = `{ accounts { ...F0 } }
  ${repeat(12, (index) => `fragment F${String(index)} on Account { ...F${String(index + 1)} id ...F${String(index + 1)} }`)}
  fragment F12 on Account { id }`;

export const operationAttacks: readonly Attack[] = [
  everywhere('A syntax error', 'GRAPHQL_PARSE_FAILED', { query: '{' }),
  everywhere('2,000 fields of one object: too many tokens', 'TOO_MANY_TOKENS', {
    query: `{ accounts { ${repeat(2_000, () => 'id')} } }`,
  }),
  everywhere('Selections nested 13 deep', 'OPERATION_TOO_DEEP', {
    query: `{ accounts ${repeat(12, () => '{ friends')} { id } ${repeat(12, () => '}')} }`,
  }),
  everywhere('A value nested 13 deep, in the text', 'OPERATION_TOO_DEEP', {
    query: `{ any(value: ${'['.repeat(13)}${']'.repeat(13)}) }`,
  }),
  everywhere('A value nested 450 deep, in the default of a variable', 'OPERATION_TOO_DEEP', {
    query: `query ($v: Anything = ${'{ a: '.repeat(450)}1${' }'.repeat(450)}) { any(value: $v) }`,
  }),
  everywhere('A thousand values in lists nested 10 deep', 'OPERATION_TOO_DEEP', {
    query: `{ any(value: ${'['.repeat(10)}${repeat(1_000, () => '1')}${']'.repeat(10)}) }`,
  }),
  everywhere('31 aliases of one field', 'TOO_MANY_ALIASES', {
    query: `{ accounts { ${repeat(31, (index) => `a${String(index)}: id`)} } }`,
  }),
  everywhere('Fragments that double twelve times', 'OPERATION_TOO_LARGE', { query: bomb }),
  everywhere('Fields selected again and again, within each other', 'OPERATION_TOO_LARGE', {
    query: `{ accounts { ${repeat(28, () => `friends { ${repeat(14, () => 'friends { id }')} }`)} } }`,
  }),
  everywhere('A fragment that spreads itself', 'GRAPHQL_VALIDATION_FAILED', {
    query: '{ accounts { ...A } } fragment A on Account { friends { ...A } }',
  }),
  everywhere('11 root fields', 'TOO_MANY_ROOT_FIELDS', {
    query: `{ ${repeat(11, (index) => `a${String(index)}: memberCount`)} }`,
  }),
  everywhere('A page of a thousand', 'PAGE_TOO_LARGE', { query: '{ accounts(first: 1000) { id } }' }),
  everywhere('A page of a thousand, in a variable', 'PAGE_TOO_LARGE', {
    query: 'query ($n: Int) { accounts(first: $n) { id } }',
    variables: { n: 1_000 },
  }),
  everywhere('A page of less than nothing', 'PAGE_TOO_LARGE', { query: '{ accounts(first: -1) { id } }' }),
  everywhere('A page of a thousand, counted from the end', 'PAGE_TOO_LARGE', { query: '{ paged(last: 1000) { id } }' }),
  everywhere('A list without saying how much of it', 'SLICING_ARGUMENT_REQUIRED', { query: '{ paged { id } }' }),
  everywhere('Lists of lists of lists of lists', 'OPERATION_TOO_EXPENSIVE', {
    query: '{ accounts { friends { friends { friends { id } } } } }',
  }),
  {
    attack: 'Five tries of a secret in one request',
    answer: 'TOO_MANY_MUTATIONS',
    play: (platform) =>
      mutateEverywhere(platform, {
        query: `mutation { ${repeat(5, (index) => `a${String(index)}: signIn(name: "a")`)} }`,
      }),
  },
  everywhere('Introspection in production', 'GRAPHQL_VALIDATION_FAILED', { query: '{ __schema { types { name } } }' }),
  everywhere('Introspection of one type in production', 'GRAPHQL_VALIDATION_FAILED', {
    query: '{ __type(name: "Account") { name } }',
  }),
  everywhere('A misspelt field in production: no name is suggested', 'GRAPHQL_VALIDATION_FAILED', {
    query: '{ memberCoun }',
  }),
  everywhere('A misspelt value in production: no name is suggested', 'GRAPHQL_VALIDATION_FAILED', {
    query: '{ echo(value: LOWE) }',
  }),
  everywhere('An alias of the gateway itself', 'GRAPHQL_VALIDATION_FAILED', {
    query: '{ accounts { __own_id: name id } }',
  }),
  everywhere('A variable of the gateway itself', 'GRAPHQL_VALIDATION_FAILED', {
    query: 'query ($ordergraph_after: Anything) { any(value: $ordergraph_after) }',
  }),
  everywhere('A subscription with a variable of the gateway itself', 'GRAPHQL_VALIDATION_FAILED', {
    query: 'subscription ($ordergraph_after: ID!) { ticker(room: $ordergraph_after) { value } }',
    variables: { ordergraph_after: 'a' },
  }),
  everywhere('A variable called `__proto__`', 'GRAPHQL_VALIDATION_FAILED', {
    query: 'query ($__proto__: ID = "1") { account(id: $__proto__) { id } }',
  }),
  everywhere('A long alias, which comes back in every item of a list', 'GRAPHQL_VALIDATION_FAILED', {
    query: `{ accounts { ${'a'.repeat(257)}: id } }`,
  }),
  everywhere('A long name of an operation, for whoever keeps it', 'GRAPHQL_VALIDATION_FAILED', {
    query: `query ${'a'.repeat(257)} { accounts { id } }`,
  }),
  everywhere('The fields of federation: `_service`', 'GRAPHQL_VALIDATION_FAILED', { query: '{ _service { sdl } }' }),
  everywhere('The fields of federation: `_entities`', 'GRAPHQL_VALIDATION_FAILED', {
    query: '{ _entities(representations: [{ __typename: "Account", id: "2" }]) { __typename } }',
  }),
];
