import { BadUserInput } from '../errors/errors.js';

const longestSearch = 200;

/**
 * What a client searches for, before anything is done with it: to normalize 90 KB of combining marks takes seconds, in which
 * the process answers nobody.
 *
 * @throws {BadUserInput} when it is longer than 200 characters
 */
export function readSearch(search: string | null | undefined): string {
  if (search && search.length > longestSearch) {
    throw new BadUserInput(`search must have at most ${longestSearch} characters.`);
  }
  return search ?? '';
}

/** The words of a text as searches compare them: lower case, without accents, punctuation and repetition. */
export const searchTerms = (text: string): string[] => [
  ...new Set(
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean),
  ),
];

/** More words than this are not looked at: each costs a walk through an index. */
const mostWords = 8;

/**
 * A MongoDB filter for rows in which every word of the search is the beginning of one of the words in `field` (an array
 * written with `searchTerms`). `{}` when nothing is searched. An index on the field serves it: the patterns are anchored,
 * case-sensitive and consist of letters and digits alone, so a search can bring no pattern of its own.
 */
export function rowsMatching(field: string, search: string): Record<string, unknown> {
  const words = searchTerms(search).slice(0, mostWords);
  return words.length === 0 ? {} : { $and: words.map((word) => ({ [field]: { $regex: `^${word}` } })) };
}
