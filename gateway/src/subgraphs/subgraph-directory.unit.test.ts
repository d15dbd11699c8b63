import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import { SubgraphDirectory } from './subgraph-directory.js';

const supergraph = (url: string) => ({ subgraphs: new Map([['shop', url]]) }) as unknown as LoadedSupergraph;

it('a directory that closes gives no more time to clients of an earlier supergraph, which have requests under way', async () => {
  const closed: [url: string, budgetMilliseconds: number | undefined][] = [];
  const directory = new SubgraphDirectory((_name, url) => ({
    close: async (budgetMilliseconds?: number) => {
      closed.push([url, budgetMilliseconds]);
      if (budgetMilliseconds === undefined) await new Promise<never>(() => undefined);
    },
  }));
  directory.of(supergraph('http://old'));
  directory.of(supergraph('http://new'));
  void directory.retain(supergraph('http://new'));
  await directory.close(500);
  expect(closed).toEqual([
    ['http://old', undefined],
    ['http://new', 500],
    ['http://old', 500],
  ]);
});
