import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from './source-files.js';

const root = path.resolve(import.meta.dirname, '../../..');
const page = readFileSync(path.join(root, 'docs/troubleshooting.md'), 'utf8');
const sources = [...sourceFiles(root), readFileSync(path.join(root, 'tools/run.mjs'), 'utf8')].join('\n');

const headings = [...page.matchAll(/^### `(?<line>.+)`$/gm)].map(({ groups }) => groups?.['line'] ?? '');

describe('docs/troubleshooting.md', () => {
  it.each(headings)('explains what is really printed: %s', (line) => {
    const fragments = line.split('…').map((fragment) => fragment.trim());
    expect(fragments.filter((fragment) => !sources.includes(fragment))).toEqual([]);
  });
});
