/**
 * RFC 5321 allows 254 characters in a path and 64 before the @. No quoted local parts, no comments, no address literals:
 * nobody registers with them, and headers of e-mails are attacked with them. Nothing invisible either (`\p{C}`): two accounts
 * would look like one.
 */
const local = /^[^\s@<>()[\]\\,;:"\p{C}]{1,64}$/u;
const domain =
  /^(?=.{1,189}$)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u;

export function isEmail(address: string): boolean {
  const [before = '', after = '', ...more] = address.split('@');
  return more.length === 0 && local.test(before) && domain.test(after);
}

/**
 * What makes two addresses the same account. The part before the @ is case-sensitive by the RFC and by no mail server; letters
 * of another width lead to the same domain (UTS 46).
 */
export const emailClaim = (address: string): string => address.trim().normalize('NFKC').toLowerCase();
