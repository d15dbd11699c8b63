/** What stands in a message can be anybody's, and a terminal obeys some characters. */
export const printable = (line: string): string => line.replace(/\p{Cc}/gu, '\uFFFD');
