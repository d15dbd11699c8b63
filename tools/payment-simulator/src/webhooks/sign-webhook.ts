import { createHmac } from 'node:crypto';

/** Carries `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<body>` with the secret both sides know. */
export const signatureHeader = 'x-provider-signature';

export function signWebhook(secret: string, body: string, at: Date): string {
  const timestamp = Math.floor(at.getTime() / 1000).toString();
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return `t=${timestamp},v1=${signature}`;
}
