/**
 * Whether a client's text can be the key of what it may repeat: 1 to `longest` UTF-16 units, and no half of a surrogate pair, which
 * a database does not give back as it was, so that the repeat would not be known again.
 */
export const isIdempotencyKey = (key: string, longest: number): boolean =>
  key.length >= 1 && key.length <= longest && !/\p{Cs}/u.test(key);
