import type { IncomingHttpHeaders } from 'node:http';

const PREFLIGHT_HEADERS = ['x-apollo-operation-name', 'apollo-require-preflight'];

/**
 * Whether a browser would have asked the gateway first (CORS preflight) before it let a page send this request. Forms, images and
 * EventSource send without asking; Apollo Server refuses them by the same rule for what it answers itself.
 */
export function wasPreflighted(headers: IncomingHttpHeaders): boolean {
  return (
    /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '') ||
    PREFLIGHT_HEADERS.some((name) => headers[name] !== undefined && headers[name] !== '')
  );
}
