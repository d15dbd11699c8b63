import type { IncomingMessage } from 'node:http';

/** The path of a request without its query. A client may write anything there, such as `//`, which `new URL` throws for. */
export const pathOf = ({ url = '' }: Pick<IncomingMessage, 'url'>): string => /^[^?#]*/.exec(url)?.[0] ?? '';
