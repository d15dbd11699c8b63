/** Crockford's alphabet: no letter that reads like another letter or a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Short, for people and e-mails: forty bits of the order's id (a UUID) as `A7K2-9QPX`. */
export function orderNumber(orderId: string): string {
  const bits = BigInt(`0x${orderId.replaceAll('-', '').slice(0, 10)}`);
  const letters = Array.from({ length: 8 }, (_, index) => alphabet[Number((bits >> BigInt(35 - 5 * index)) & 31n)]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}
