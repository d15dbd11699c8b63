import type { IncomingHttpHeaders } from 'node:http';

/** What such a request has, in words. */
export const PREFLIGHTED = '`content-type: application/json`, or the header `apollo-require-preflight`';

const PREFLIGHT_HEADERS = ['x-apollo-operation-name', 'apollo-require-preflight'];

/**
 * Whether a browser would have asked the gateway first (CORS preflight) before it let a page send this request. Forms, images and
 * EventSource send without asking.
 */
export function wasPreflighted(headers: IncomingHttpHeaders): boolean {
  return (
    /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '') ||
    PREFLIGHT_HEADERS.some((name) => headers[name] !== undefined && headers[name] !== '')
  );
}
