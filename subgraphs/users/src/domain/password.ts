/**
 * More than any address or password has, in whatever composition it is typed. To normalize longer texts can take seconds, in
 * which the process answers nobody.
 */
export const longestEntry = 1_000;

/** The same password may arrive composed or decomposed, depending on the keyboard (NIST SP 800-63B, 5.1.1.2). */
export const normalizePassword = (password: string): string => password.normalize('NFKC');

/** Whether it is as long as a password has to be: in code points, after it was normalized, as NIST SP 800-63B counts. */
export function isPassword(password: string): boolean {
  if (password.length > longestEntry) return false;
  const { length } = Array.from(normalizePassword(password));
  return length >= 10 && length <= 200;
}
