import { isIPv4, isIPv6 } from 'node:net';

/** Of what is no address, as a proxy may write it. */
const LONGEST_TEXT = 64;

/**
 * What counts as one address for rates and limits: an IPv4 address, also in the form of IPv6 (`::ffff:192.0.2.1`), or the /64 network of an IPv6 address,
 * since a single subscriber has as many addresses as that holds. Takes ports and brackets that some proxies add; other text stands for itself.
 * A socket whose peer has gone no longer has one (undefined).
 */
export function addressKey(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const bare = isIPv4(address) ? address : withoutPort(address);
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return address.slice(0, LONGEST_TEXT);
  const groups = groupsOf(bare);
  return ipv4Of(groups) ?? `${groups.slice(0, 4).map(hexadecimal).join(':')}::/64`;
}

const ZONE = /%.*$/;

function withoutPort(address: string): string {
  const { bracketed, ipv4 } = /^\[(?<bracketed>[^\]]*)\](?::\d+)?$|^(?<ipv4>[\d.]+):\d+$/.exec(address)?.groups ?? {};
  return (bracketed ?? ipv4 ?? address).replace(ZONE, '');
}

/** The eight groups of a valid IPv6 address, however it is spelt. */
function groupsOf(address: string): number[] {
  const [before = [], after = []] = address.split('::').map((half) => half.split(':').flatMap(numbersOf));
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

/** Of one group, or of the two that are written as an IPv4 address. */
function numbersOf(group: string): number[] {
  if (group === '') return [];
  if (!group.includes('.')) return [Number.parseInt(group, 16)];
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}

function ipv4Of(groups: readonly number[]): string | undefined {
  const [, , , , , marker, high = 0, low = 0] = groups;
  if (marker !== 0xff_ff || groups.slice(0, 5).some((group) => group !== 0)) return undefined;
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

const hexadecimal = (group: number): string => group.toString(16);
