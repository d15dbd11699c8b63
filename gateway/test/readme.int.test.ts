import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { requestGraphql, testIdentity } from '@ordergraph/testing';

import { catalogueSubgraph } from './support/catalogue.js';
import { startSubgraph } from './support/subgraph.js';

const root = path.resolve(import.meta.dirname, '../..');

/** The program in the package's README, in a folder with nothing but a supergraph.yaml. */
it('the gateway in twenty lines starts, answers and stops', async () => {
  const readme = await readFile(path.join(root, 'gateway/README.md'), 'utf8');
  const program = /^```js\n(.*?)^```/ms.exec(readme)?.[1] ?? '';
  expect(program.trim().split('\n').length).toBeLessThanOrEqual(20);

  const identity = await testIdentity();
  const catalogue = await startSubgraph(catalogueSubgraph(), identity.issuers);
  const folder = await mkdtemp(path.join(tmpdir(), 'gateway-readme-'));
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  await writeFile(path.join(folder, 'program.mjs'), program);
  await writeFile(path.join(folder, 'catalogue.graphql'), catalogue.typeDefs);
  const subgraph = `catalogue: { routing_url: '${catalogue.url}', schema: { file: ./catalogue.graphql } }`;
  await writeFile(path.join(folder, 'supergraph.yaml'), `subgraphs:\n  ${subgraph}\n`);

  const running = spawn(process.execPath, ['program.mjs'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...identity.environment, PORT: '0', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = new Promise<number | null>((resolve) => running.once('exit', resolve));
  try {
    const url = await urlPrinted(running.stdout);
    const answer = await requestGraphql({ url, query: '{ __typename items(first: 1) { price } }' });
    expect(answer.data).toEqual({ __typename: 'Query', items: [{ price: 1 }] });
  } finally {
    running.kill('SIGTERM');
  }
  expect(await exit).toBe(0);
  await catalogue.stop();
  await rm(folder, { recursive: true });
}, 60_000);

async function urlPrinted(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = /The graph is at (\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('The program ended without an address.');
}
