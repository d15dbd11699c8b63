import { parse } from 'graphql';

import { visitor } from '@ordergraph/service';

import { OperationAnalyses, type OperationAnalysesOptions } from '../../src/operations/operation-analyses.js';
import type { PreparedOperation } from '../../src/operations/prepared-operation.js';
import { answer, supergraph } from './compiled.js';
import { librarySubgraphs } from './library.js';
import { askLibraryItself } from './library-itself.js';

describe('an operation with conditions', () => {
  it.each([
    ['{ works { ... on Book @skip(if: true) { id } } }', {}],
    ['query ($on: Boolean!) { works @include(if: $on) { id } }', { on: false }],
    ['query ($on: Boolean = false) { book(id: 0) { id title @include(if: $on) } }', {}],
    ['query ($on: Boolean = false) { book(id: 0) { id title @include(if: $on) } }', { on: true }],
    [
      'query ($on: Boolean!) { book(id: 0) { ...B @include(if: $on) ... @skip(if: $on) { b: binding } } } fragment B on Book { id title @skip(if: $on) }',
      { on: true },
    ],
    [
      'query ($on: Boolean!) { book(id: 0) { reviews { stars @include(if: $on) } author { name @include(if: $on) } } }',
      { on: false },
    ],
    ['query ($on: Boolean!) { book(id: 0) { id @include(if: $on) title id } }', { on: false }],
    [
      'query ($on: Boolean!) { book(id: 0) { reviews { id @skip(if: $on) } reviews @include(if: $on) { stars } } }',
      { on: true },
    ],
    ['query ($on: Boolean!) { borrowed { ... on Film @include(if: $on) { minutes } } }', { on: false }],
    [
      'query ($on: Boolean!) { __typename @include(if: $on) __schema { queryType { name @skip(if: $on) } } }',
      { on: true },
    ],
  ])('answers as the specification says: %s with %j', async (text, variables) => {
    const expected = await askLibraryItself(text, variables);
    expect(expected.errors).toBeUndefined();
    expect(JSON.stringify(await answer(text, variables))).toBe(JSON.stringify({ data: expected.data }));
  });

  it('asks nobody for what is not selected, and declares no variable for it', async () => {
    const text =
      'query ($on: Boolean!, $first: Int) { book(id: 0) { title reviews(first: $first) @include(if: $on) { id } } }';
    const subgraphs = librarySubgraphs();
    await answer(text, { on: false, first: 1 }, subgraphs);
    expect(subgraphs['reviews']?.asked).toEqual([]);
    expect(subgraphs['catalogue']?.asked).toMatchObject([
      { question: { query: '{book(id:0){title}}' }, variables: {} },
    ]);
    await answer('query ($on: Boolean!) { works @skip(if: $on) { id } }', { on: true }, subgraphs);
    expect(subgraphs['catalogue']?.asked).toHaveLength(1);
  });
});

describe('what is prepared of an operation', () => {
  const preparing = (text: string, kept: Partial<OperationAnalysesOptions> = {}) => {
    const analyses = new OperationAnalyses({ assumedListSize: 10, ...kept });
    const document = parse(text);
    return (variables: Readonly<Record<string, unknown>>): PreparedOperation =>
      analyses.of({ supergraph, document, operationName: undefined }).preparedFor(visitor, variables);
  };

  it('is kept for each combination of the values of its conditions, and for no other variable', () => {
    const prepare = preparing('query ($a: Boolean!, $id: ID!) { book(id: $id) { id title @include(if: $a) } }');
    const first = prepare({ a: true, id: '1' });
    expect(prepare({ a: false, id: '1' })).not.toBe(first);
    expect(prepare({ a: true, id: '2' })).toBe(first);
  });

  it('is one thing if its conditions depend on nothing', () => {
    const prepare = preparing('query ($yes: Boolean) { book(id: 0) { id title @include(if: true) } }');
    expect(prepare({ yes: true })).toBe(prepare({ yes: false }));
  });

  it('is forgotten when too many others came since', () => {
    const prepare = preparing(
      'query ($a: Boolean!, $b: Boolean!) { book(id: 0) { id @skip(if: $a) title @skip(if: $b) } }',
      { keptCombinations: 2 },
    );
    const first = prepare({ a: true, b: true });
    prepare({ a: true, b: false });
    expect(prepare({ a: true, b: true })).toBe(first);
    prepare({ a: false, b: false });
    prepare({ a: false, b: true });
    expect(prepare({ a: true, b: true })).not.toBe(first);
  });

  it('is forgotten when others came since that are large, and not kept if it is too large itself', () => {
    const large = (characters: number): string =>
      `query ($a: Boolean!, $b: Boolean!) {
        book(id: "${'x'.repeat(characters)}") { id @skip(if: $a) title @skip(if: $b) }
      }`;
    // A literal stands in the text of the operation, and in what its subgraph is asked.
    const prepare = preparing(large(2_000), { keptCharacters: 10_000 });
    const first = prepare({ a: true, b: false });
    const second = prepare({ a: false, b: true });
    expect(prepare({ a: true, b: false })).toBe(first);
    prepare({ a: false, b: false });
    expect(prepare({ a: true, b: false })).toBe(first);
    expect(prepare({ a: false, b: true })).not.toBe(second);
    const prepareTooLarge = preparing(large(6_000), { keptCharacters: 10_000 });
    expect(prepareTooLarge({ a: true, b: false })).not.toBe(prepareTooLarge({ a: true, b: false }));
  });

  it('is bounded for whoever goes through the combinations of one large text', () => {
    const names = Array.from({ length: 5 }, (_, index) => `a${String(index)}`);
    const conditions = names.map((name) => `${name}: title @skip(if: $${name})`).join(' ');
    const declared = names.map((name) => `$${name}: Boolean!`).join(' ');
    const prepare = preparing(`query (${declared}) { book(id: "${'\u007F'.repeat(90_000)}") { id ${conditions} } }`);
    const combinations = Array.from({ length: 32 }, (_, combination) =>
      Object.fromEntries(names.map((name, bit) => [name, Boolean((combination >> bit) & 1)])),
    );
    const prepared = new Map(combinations.map((values) => [values, prepare(values)]));
    const kept = combinations.reverse().filter((values) => prepare(values) === prepared.get(values));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(10);
  });

  it('needs a value for each condition', () => {
    const prepare = preparing('query ($a: Boolean = true) { book(id: 0) { id @skip(if: $a) } }');
    expect(() => prepare({ a: null })).toThrow('must not be null');
  });
});
