import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

import { SupergraphRegistry } from './supergraph-registry.js';

function supergraphWith(field: string): string {
  const typeDefs = parse(`type Query { ${field}: Int }`);
  const { supergraphSdl = '' } = composeServices([{ name: 'one', url: 'http://one', typeDefs }]);
  return supergraphSdl;
}

describe('a new supergraph', () => {
  it('reaches every listener, also those after one that throws', () => {
    const failures: unknown[] = [];
    const registry = new SupergraphRegistry({ routingUrls: {}, onListenerFailure: (error) => failures.push(error) });
    const failure = new Error('a listener failed');
    const told: string[] = [];
    registry.onLoad(({ id }) => told.push(`first ${id}`));
    registry.onLoad(() => {
      throw failure;
    });
    registry.onLoad(({ id }) => told.push(`last ${id}`));
    const ids = ['a', 'b'].map((field) => {
      expect(registry.replace(supergraphWith(field))).toBe(true);
      return registry.current?.id;
    });
    expect(told).toEqual(ids.flatMap((id) => [`first ${id}`, `last ${id}`]));
    expect(failures).toEqual([failure, failure]);
    expect(Object.keys(registry.current?.schema.getQueryType()?.getFields() ?? {})).toEqual(['b']);
  });

  it('that is wrong reaches nobody, and the one before stays', () => {
    const registry = new SupergraphRegistry({ routingUrls: {}, onListenerFailure: () => undefined });
    let told = 0;
    registry.onLoad(() => (told += 1));
    registry.replace(supergraphWith('a'));
    const { current } = registry;
    expect(() => registry.replace('type Query {')).toThrow();
    expect(registry.current).toBe(current);
    expect(told).toBe(1);
  });
});
