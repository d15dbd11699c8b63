import { createHmac, timingSafeEqual } from 'node:crypto';

export const signatureHeader = 'x-provider-signature';

/** An older signature may be a replayed request; a newer one is as suspicious. */
const toleranceSeconds = 300;

/** Whether `t=<unix seconds>,v1=<hex>` signs this body: HMAC-SHA256 over `<t>.<body>`, compared in constant time. */
export function isSignedByProvider(options: {
  readonly secret: string;
  readonly header: string | undefined;
  readonly body: Buffer;
  readonly now: Date;
}): boolean {
  const { secret, header = '', body, now } = options;
  const [, timestamp, signature] = /^t=(\d{1,12}),v1=([\da-f]{64})$/.exec(header) ?? [];
  if (timestamp === undefined || signature === undefined) return false;
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > toleranceSeconds) return false;
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}
