import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gatewayErrorCatalogue } from '@ordergraph/gateway';
import { type CatalogueEntry, errorCatalogue } from '@ordergraph/service';
import { sourceFiles } from './source-files.js';

const root = path.resolve(import.meta.dirname, '../../..');
const page = readFileSync(path.join(root, 'docs/errors.md'), 'utf8');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const forClients = (entries: readonly CatalogueEntry[]): string =>
  table(
    ['code', 'HTTP', 'close', 'repeat?', 'meaning', 'what the app should do'],
    entries.map(({ code, httpStatus, closeCode = '', retryable, meaning, advice }) => [
      `\`${code}\``,
      String(httpStatus),
      String(closeCode),
      retryable ? 'yes' : 'no',
      meaning,
      advice,
    ]),
  );

const forOperators = (entries: readonly CatalogueEntry[]): string =>
  table(
    ['code', 'disposition', 'meaning', 'what to do'],
    entries.map(({ code, disposition, meaning, advice }) => [`\`${code}\``, disposition, meaning, advice]),
  );

describe('docs/errors.md', () => {
  it('lists what the gateway answers', () => {
    expect(page).toContain(forClients(gatewayErrorCatalogue));
  });

  it('lists what a subgraph answers', () => {
    expect(page).toContain(forClients(errorCatalogue.filter(({ audience }) => audience === 'client')));
  });

  it('lists what stands in logs and dead letters', () => {
    expect(page).toContain(forOperators(errorCatalogue.filter(({ audience }) => audience === 'internal')));
  });

  it('has a row for every typed error in the sources', () => {
    const thrown = sourceFiles(root).flatMap((text) =>
      [...text.matchAll(/super\(\{\s+code: '(?<code>[A-Z_]+)'/g)].map(({ groups }) => groups?.['code'] ?? ''),
    );
    expect(thrown.length).toBeGreaterThan(10);
    expect(thrown.filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([]);
  });
});
