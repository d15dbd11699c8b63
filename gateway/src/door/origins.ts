/** Decides whether a web page of this origin may use the gateway. A request without an origin is of no web page. */
export type OriginPolicy = (origin: string | undefined, host: string | undefined) => boolean;

const DEVELOPMENT_ORIGINS = new Set(['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com']);
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

export interface OriginOptions {
  /** Exact origins, e.g. `https://shop.example.com`. */
  allowed: readonly string[];
  /** Also allows Apollo Studio and any server on this machine. */
  development: boolean;
}

export function createOriginPolicy({ allowed, development }: OriginOptions): OriginPolicy {
  const exact = new Set(allowed);
  return (origin, host) => {
    if (origin === undefined || exact.has(origin)) return true;
    if (host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)) return true;
    return development && (DEVELOPMENT_ORIGINS.has(origin) || LOOPBACK.test(origin));
  };
}
