import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { type Installation, installElsewhere, requestGraphql, testIdentity } from '@ordergraph/testing';

import { catalogueSubgraph } from './support/catalogue.js';
import { startSubgraph } from './support/subgraph.js';

const root = path.resolve(import.meta.dirname, '../..');
const packages = ['events', 'messaging', 'service', 'gateway'];

/** Packed and installed outside of the workspace, as the package's README tells. */
describe('the package, installed elsewhere', () => {
  let installed: Installation;
  // About 25 s of a processor's time, most of it npm's; by the clock several times that beside other suites.
  beforeAll(async () => {
    installed = await installElsewhere('gateway/README.md');
  }, 600_000);
  afterAll(() => installed.remove());

  it.each(packages)(
    'has what @ordergraph/%s is made of, its licence, no test, and no word of where it was made',
    async (name) => {
      const folder = installed.packageFolder(`@ordergraph/${name}`);
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
      const own = files.filter((file) => !file.slice(folder.length).includes('/node_modules/'));
      expect(own).toContain(path.join(folder, 'dist/index.d.ts'));
      expect(own).toContain(path.join(folder, 'src/index.ts'));
      expect(own.filter((file) => /\.test\.|tsbuildinfo/.test(file))).toEqual([]);
      const texts = await Promise.all(own.map((file) => readFile(file, 'utf8')));
      expect(own.filter((_, index) => texts[index]?.includes(root))).toEqual([]);
      const licence = await readFile(path.join(root, 'LICENSE'), 'utf8');
      expect(await readFile(path.join(folder, 'LICENSE'), 'utf8')).toBe(licence);
    },
  );

  it('brings third parties in the versions that are tested here', async () => {
    const wanted = JSON.parse(await readFile(path.join(root, 'gateway/package.json'), 'utf8')) as Manifest;
    const versions = Object.keys(wanted.dependencies).map(async (name) => [name, await installedVersion(name)]);
    expect(Object.fromEntries(await Promise.all(versions))).toEqual(wanted.dependencies);
  });

  it('has types', () =>
    installed.typecheck({
      'typed.mts': `
        import { type GatewayOptions, loadSupergraph, type RunningGateway, startGateway } from '@ordergraph/gateway';
        const options: GatewayOptions = { environment: { PORT: '4000' } };
        const gateway: RunningGateway = await startGateway(options);
        const subgraphs: ReadonlyMap<string, string> = loadSupergraph('').subgraphs;
        // @ts-expect-error: An address is a text.
        const wrong: number = gateway.url;
        export { subgraphs, wrong };`,
    }));

  it('as the gateway in twenty lines, starts, answers and stops', async () => {
    const readme = await readFile(path.join(root, 'gateway/README.md'), 'utf8');
    const program = /^```js\n(.*?)^```/ms.exec(readme)?.[1] ?? '';
    expect(program.trim().split('\n').length).toBeLessThanOrEqual(20);

    const identity = await testIdentity();
    const catalogue = await startSubgraph(catalogueSubgraph(), identity.issuers);
    const { folder } = installed;
    await writeFile(path.join(folder, 'gateway.mjs'), program);
    await writeFile(path.join(folder, 'catalogue.graphql'), catalogue.typeDefs);
    const subgraph = `catalogue: { routing_url: '${catalogue.url}', schema: { file: ./catalogue.graphql } }`;
    await writeFile(path.join(folder, 'supergraph.yaml'), `subgraphs:\n  ${subgraph}\n`);

    const running = spawn(process.execPath, ['gateway.mjs'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...identity.environment, PORT: '0', LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = new Promise<number | null>((resolve) => running.once('exit', resolve));
    try {
      const url = await urlPrinted(running.stdout);
      const answer = await requestGraphql({ url, query: '{ __typename items(first: 1) { price } }' });
      expect(answer.data).toEqual({ __typename: 'Query', items: [{ price: 1 }] });
      const page = await fetch(new URL('/graphiql', url));
      expect(await page.text()).toContain('graphiql.js');
    } finally {
      running.kill('SIGTERM');
      await catalogue.stop();
    }
    expect(await exit).toBe(0);
  }, 60_000);

  const installedVersion = async (name: string): Promise<string> => {
    const manifest = path.join(installed.packageFolder(name), 'package.json');
    return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version;
  };
});

interface Manifest {
  dependencies: Record<string, string>;
}

async function urlPrinted(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = /The graph is at (\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('The program ended without an address.');
}
