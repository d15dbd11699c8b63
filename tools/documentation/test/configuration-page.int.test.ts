import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from './source-files.js';

const root = path.resolve(import.meta.dirname, '../../..');
const page = readFileSync(path.join(root, 'docs/configuration.md'), 'utf8');

/** Keys of zod objects that hold environment variables, and single variables read by name. */
const read = sourceFiles(root)
  .filter((text) => text.includes("from 'zod'"))
  .flatMap((text) => [...text.matchAll(/[\s{](?<name>[A-Z][A-Z_]{3,}): (?:z\b|[a-z]\w*\()/g)])
  .map(({ groups }) => groups?.['name'] ?? '');
const listed = [...page.matchAll(/^\| `(?<name>[A-Z_]+)`/gm)].map(({ groups }) => groups?.['name'] ?? '');

/** Read by the launcher and by jest, outside any schema. */
const ofTools = ['DATA_DIRECTORY', 'CI'];

describe('docs/configuration.md', () => {
  it('lists every variable that a program reads', () => {
    expect(read.length).toBeGreaterThan(30);
    expect([...new Set(read)].filter((name) => !listed.includes(name))).toEqual([]);
  });

  it('lists none that nobody reads', () => {
    expect(listed.filter((name) => !read.includes(name) && !ofTools.includes(name))).toEqual([]);
  });
});
