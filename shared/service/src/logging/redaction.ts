/** Fields that never enter a log, at the top of a line and up to two objects deep. */
export const secretFields = [
  'authorization',
  'password',
  'paymentToken',
  'accessToken',
  'refreshToken',
  'clientSecret',
  'signingKey',
  'cookie',
] as const;

/** pino's `redact` option. */
export const redaction = {
  censor: '[redacted]',
  paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
};
