import { readSearch, rowsMatching, searchTerms } from './search.js';

it('compares words without case, accents and punctuation', () => {
  expect(searchTerms('Crème-brûlée SET, set of 2')).toEqual(['creme', 'brulee', 'set', 'of', '2']);
});

it('finds no words in nothing', () => {
  expect(searchTerms(' – ')).toEqual([]);
  expect(rowsMatching('terms', ' – ')).toEqual({});
});

it('looks for rows with a word that begins with each word of the search', () => {
  expect(rowsMatching('terms', 'Blue mu')).toEqual({
    $and: [{ terms: { $regex: '^blue' } }, { terms: { $regex: '^mu' } }],
  });
});

it('lets no pattern through', () => {
  expect(rowsMatching('terms', '.*(a+)+$')).toEqual({ $and: [{ terms: { $regex: '^a' } }] });
});

it('looks at eight words at most', () => {
  expect(rowsMatching('terms', 'a b c d e f g h i j')['$and']).toHaveLength(8);
});

it('takes no text that is longer than anybody types', () => {
  expect([readSearch('blue mug'), readSearch(null), readSearch(undefined)]).toEqual(['blue mug', '', '']);
  expect(readSearch('x'.repeat(200))).toHaveLength(200);
  expect(() => readSearch(`a${'\u0300\u0316'.repeat(100)}`)).toThrow('at most 200');
});
