import { buildSchema } from 'graphql';

import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import { createDocuments } from './documents.js';

describe('documents of clients', () => {
  const supergraph = { schema: buildSchema('type Query { hello(name: String): String }') } as LoadedSupergraph;
  const documents = createDocuments({ maxTokens: 2_000, introspection: true });
  const small = '{ hello }';
  const large = (name: number): string => `{ hello(name: "${name}${'x'.repeat(100_000)}") }`;

  it('are parsed once', () => {
    expect(documents(supergraph, small)).toBe(documents(supergraph, small));
    expect(documents(supergraph, small)).not.toBe(documents({ ...supergraph }, small));
  });

  it('are kept as long as they are asked for, whatever else is sent', () => {
    const first = documents(supergraph, small);
    for (let name = 0; name < 20; name += 1) {
      documents(supergraph, large(name));
      expect(documents(supergraph, small)).toBe(first);
    }
  });

  it('are forgotten when large ones have come since: their number alone would not bound what they take', () => {
    const first = documents(supergraph, small);
    for (let name = 0; name < 20; name += 1) documents(supergraph, large(name));
    expect(documents(supergraph, small)).not.toBe(first);
  });
});
