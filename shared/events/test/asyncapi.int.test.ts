import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Parser } from '@asyncapi/parser';
import { allContracts } from '@ordergraph/events';
import { asyncApiDocument } from '@ordergraph/events/asyncapi';

const root = path.resolve(import.meta.dirname, '../../..');
const readJson = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as { version: string };

describe('docs/asyncapi.json', () => {
  it('is what the contracts of today generate (`npm run asyncapi` writes it)', () => {
    const generated: unknown = JSON.parse(
      JSON.stringify(asyncApiDocument(allContracts, readJson('package.json').version)),
    );
    expect(readJson('docs/asyncapi.json')).toEqual(generated);
  });

  it('is a valid AsyncAPI 3 document, its examples included', async () => {
    const text = readFileSync(path.join(root, 'docs/asyncapi.json'), 'utf8');
    const { document, diagnostics } = await new Parser().parse(text);
    expect(diagnostics.map(({ code, message, path: at }) => `${code} ${message} ${at.join('/')}`)).toEqual([]);
    expect(document?.allMessages().all()).toHaveLength(allContracts.length);
  });
});
