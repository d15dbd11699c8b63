import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { type Platform, startPlatform } from '@ordergraph/gateway/testing';
import { type Installation, installElsewhere, testUser } from '@ordergraph/testing';

const readme = path.resolve(import.meta.dirname, '../README.md');

/** What the README's examples take for granted. */
const given = `
  import type { GetToken } from '@ordergraph/client';
  declare const getToken: GetToken;
  declare const url: string, watchOrder: string, id: string;
  declare function show(data: unknown): void;`;

/** Packed and installed outside of the workspace, as the package's README tells. */
describe('the package, installed elsewhere', () => {
  let installed: Installation;
  beforeAll(async () => {
    installed = await installElsewhere('clients/web/README.md');
  }, 600_000);
  afterAll(() => installed.remove());

  it('has types, by which the examples of its README are right', async () => {
    const examples = [...(await readFile(readme, 'utf8')).matchAll(/^```ts\n(?<example>.*?)^```/gms)].map(
      ({ groups }) => groups?.['example'] ?? '',
    );
    expect(examples).toHaveLength(2);
    await installed.typecheck(
      Object.fromEntries(examples.map((example, index) => [`example-${index}.mts`, `${given}\n${example}`])),
    );
    const wrong = `import { createResumableClient } from '@ordergraph/client'; createResumableClient({ url: 1 });`;
    await expect(installed.typecheck({ 'wrong.mts': wrong })).rejects.toThrow('TS2322');
  });

  it('watches', async () => {
    const platform: Platform = await startPlatform();
    for (const value of [1, 2, 3]) platform.room('elsewhere').append({ value, accountId: '1' });
    await writeFile(path.join(installed.folder, 'watch.mjs'), watch);
    const token = (await platform.sign(testUser('1'))).replace('Bearer ', '');
    // Node 20 has a WebSocket of its own, and shows it when asked to.
    const args = ['--experimental-websocket', 'watch.mjs', platform.url, token];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: installed.folder });
    expect(JSON.parse(stdout)).toEqual([1, 2, 3]);
    await platform.stop();
  });
});

const watch = `
  import { createResumableClient } from '@ordergraph/client';
  const [url, token] = process.argv.slice(2);
  const client = createResumableClient({ url, getToken: () => token });
  const query = 'subscription ($room: ID!, $after: String) { counter(room: $room, after: $after) { value } }';
  const seen = [];
  for await (const { data } of client.subscribe({ query, variables: { room: 'elsewhere' } })) {
    if (seen.push(data.counter.value) === 3) break;
  }
  await client.dispose();
  console.log(JSON.stringify(seen));`;
