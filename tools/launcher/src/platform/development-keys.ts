import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKey, type SigningKey } from '@ordergraph/service';

/** Secrets of a development platform. In production they come from configuration. */
export interface DevelopmentKeys {
  users: SigningKey;
  gateway: SigningKey;
  paymentProviderKey: string;
  paymentWebhookSecret: string;
}

/** The keys of the data directory, made when it has none; readable by the owner alone. */
export async function developmentKeys(directory: string): Promise<DevelopmentKeys> {
  const file = join(directory, 'keys.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DevelopmentKeys;
  const keys: DevelopmentKeys = {
    users: await generateSigningKey(),
    gateway: await generateSigningKey(),
    paymentProviderKey: randomBytes(24).toString('base64url'),
    paymentWebhookSecret: randomBytes(32).toString('base64url'),
  };
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, `${JSON.stringify(keys)}\n`, { mode: 0o600 });
  return keys;
}
