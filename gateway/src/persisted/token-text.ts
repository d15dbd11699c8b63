import { Lexer, Source, TokenKind } from 'graphql';

/**
 * A text as its tokens: equal for texts that differ in nothing but white space, commas and comments. Undefined for what cannot be cut into tokens or
 * has more of them than `most`: whoever sends 100 KB to be looked up is not given the time that it takes to read them.
 */
export function tokenText(text: string, most: number): string | undefined {
  const lexer = new Lexer(new Source(text));
  const tokens: string[] = [];
  try {
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
      if (tokens.length === most) return undefined;
      tokens.push(token.value === undefined ? token.kind : token.kind + JSON.stringify(token.value));
    }
  } catch {
    return undefined;
  }
  return tokens.join(' ');
}
