/** A topic binding as a predicate: `*` stands for one word, `#` for any number of words, none included (AMQP 0-9-1, 3.1.3.3). */
export function topicPattern(pattern: string): (routingKey: string) => boolean {
  if (!/[*#]/.test(pattern)) return (routingKey) => routingKey === pattern;
  const words = pattern.split('.');
  return (routingKey) => matches(words, routingKey.split('.'));
}

function matches(pattern: readonly string[], words: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return words.length === 0;
  if (first === '#') return matches(rest, words) || (words.length > 0 && matches(pattern, words.slice(1)));
  const [word, ...remaining] = words;
  return word !== undefined && (first === '*' || first === word) && matches(rest, remaining);
}
