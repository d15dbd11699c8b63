import { amqpNodes } from '@ordergraph/infrastructure';
import type { Described } from './data-directory.js';

/** As a data directory remembers it. */
export function described<Source extends string>(found: { source: Source }, url: string): Described<Source> {
  const own = found.source === 'private' || found.source === 'embedded';
  const hosts = amqpNodes(url).map((node) => node.replace(/^[a-z+]+:\/\/([^@/]*@)?/, '').replace(/[/?].*$/, ''));
  return { source: found.source, address: own ? '' : hosts.join(',').replaceAll('localhost', '127.0.0.1') };
}

export function isSame(before: Described<string>, now: Described<string>): boolean {
  // The same address may have been named by the user before and met on the default port now.
  return before.address === now.address && (before.address !== '' || before.source === now.source);
}

export function nameOf(what: string, { source, address }: Described<string>): string {
  if (source === 'embedded') return 'the embedded broker';
  return address === '' ? `a ${what} of our own` : `the ${what} at ${address}`;
}
