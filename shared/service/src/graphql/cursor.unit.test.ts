import { z } from 'zod';
import { CursorInvalid } from '../errors/errors.js';
import { createCursorCodec } from './cursor.js';

describe('a cursor', () => {
  const letters = createCursorCodec('letters', z.tuple([z.string(), z.number()]));

  it('is read as it was made, by its own list only', () => {
    expect(letters.decode(letters.encode(['a', 1]))).toEqual(['a', 1]);
    expect(() => createCursorCodec('numbers', z.unknown()).decode(letters.encode(['a', 1]))).toThrow(CursorInvalid);
    expect(() => letters.decode('nonsense')).toThrow(CursorInvalid);
  });

  it('has a note beside the key, which changes nothing for those who do not look for it', () => {
    const noted = letters.encode(['a', 1], 'last');
    expect(letters.decode(noted)).toEqual(['a', 1]);
    expect(letters.noteOf(noted)).toBe('last');
    expect(letters.noteOf(letters.encode(['a', 1]))).toBeUndefined();
    expect(letters.noteOf('nonsense')).toBeUndefined();
  });
});
