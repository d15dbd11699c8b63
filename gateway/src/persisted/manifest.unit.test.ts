import { parseManifest } from './manifest.js';
import { tokenText } from './token-text.js';

const body = 'query Named { account(id: "a b", list: [1, 2]) { name } }';
const manifest = parseManifest(
  JSON.stringify({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [{ id: '1', name: 'Named', type: 'query', body }],
  }),
);

describe('a text of the manifest', () => {
  it.each([
    body,
    'query Named{account(id:"a b"list:[1 2]){name}}',
    '# a comment\nquery Named {\n  account(id: "a b", list: [1, 2,,]) {\n    name,\n  }\n}\n',
  ])('is known as %j', (text) => {
    expect(manifest.sameText(text)).toBe(body);
  });

  it.each([
    body.replace('a b', 'a  b'),
    body.replace('"a b"', '"""a b"""'),
    body.replace('[1, 2]', '[12]'),
    body.replace('[1, 2]', '["1, 2"]'),
    body.replace('name }', 'name id }'),
    `${body} ${body}`,
    body.replace('"a b"', '"a b'),
    '',
  ])('is not %j', (text) => {
    expect(manifest.sameText(text)).toBeUndefined();
  });
});

describe('the tokens of a text', () => {
  it('cannot be imitated by a string that spells them', () => {
    expect(tokenText('{ a(b: "c\\" Name\\"d") }', 100)).not.toBe(tokenText('{ a(b: "c" d) }', 100));
  });

  it('are read up to a number, and no further', () => {
    expect(tokenText('{ a b }', 4)).toBeDefined();
    expect(tokenText('{ a b c }', 4)).toBeUndefined();
    // What follows would be a syntax error.
    expect(tokenText('{ a b c "', 4)).toBeUndefined();
  });
});
