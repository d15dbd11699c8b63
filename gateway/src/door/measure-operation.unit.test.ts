import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse } from 'graphql';

import { measureOperation } from './measure-operation.js';

function measure(text: string) {
  const { definitions } = parse(text);
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION) as FragmentDefinitionNode[];
  return measureOperation(operation, Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment])));
}

describe('measuring an operation', () => {
  it('counts fields as levels, and fragments as none', () => {
    expect(measure('{ a { b ... on B { c { d } } } e }')).toMatchObject({ depth: 3, fields: 5, rootFields: 2 });
    expect(measure('{ a { ...F } } fragment F on A { b { c } }')).toMatchObject({ depth: 3, fields: 3, rootFields: 1 });
  });

  it('counts aliases and fields of a fragment as often as it is spread', () => {
    expect(measure('{ a { ...F } b { ...F ...F } } fragment F on A { x: y }')).toMatchObject({ aliases: 3, fields: 5 });
  });

  it('counts spreads that multiply without following each', () => {
    const fragments = Array.from(
      { length: 60 },
      (_, index) => `fragment F${index} on A { ...F${index + 1} ...F${index + 1} }`,
    );
    expect(measure(`{ a { ...F0 } } ${fragments.join(' ')} fragment F60 on A { x: y }`).aliases).toBe(2 ** 60);
  });

  it('leaves the depth of introspection aside', () => {
    expect(measure('{ __schema { types { fields { type { ofType { ofType { name } } } } } } a { b } }').depth).toBe(2);
  });

  it('ends where fragments do not, and where they are unknown', () => {
    expect(measure('{ ...F } fragment F on A { a { ...G } } fragment G on A { b ...F }')).toMatchObject({
      depth: 2,
      fields: 2,
    });
    expect(measure('{ a ...Nowhere ...toString ...__proto__ }').fields).toBe(1);
  });

  it('counts mutations of mutations only', () => {
    expect([measure('mutation { a b ...F } fragment F on M { c }').mutations, measure('{ a b }').mutations]).toEqual([
      3, 0,
    ]);
  });
});
