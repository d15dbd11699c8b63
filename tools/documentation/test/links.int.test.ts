import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const inside = (folder: string) => readdirSync(path.join(root, folder)).map((file) => path.join(folder, file));
const pages = [...inside('.'), ...inside('docs'), ...inside('docs/adr')].filter((file) => file.endsWith('.md'));

const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

function anchorsOf(file: string): string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (?<heading>.+)$/gm);
  return [...headings].map(({ groups }) => anchorOf(groups?.['heading'] ?? ''));
}

describe.each(pages)('%s', (page) => {
  it('links only to what exists', () => {
    const text = readFileSync(path.join(root, page), 'utf8');
    const links = [...text.matchAll(/\]\((?<link>[^)\s]+)\)/g)].map(({ groups }) => groups?.['link'] ?? '');
    const broken = links.filter((link) => {
      if (link.startsWith('http')) return false;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path.join(root, page) : path.resolve(root, path.dirname(page), file);
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });
});

describe('a decision', () => {
  it.each(inside('docs/adr'))('%s takes at most 40 lines', (file) => {
    expect(readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });
});
