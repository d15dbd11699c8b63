import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { startPaymentSimulator } from './start-payment-simulator.js';

const Configuration = z.object({
  MONGODB_URI: z.string().min(1),
  NAMESPACE: z.string().default('ordergraph'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().default(4090),
  PAYMENT_PROVIDER_KEY: z.string().min(1),
  PAYMENT_WEBHOOK_SECRET: z.string().min(1),
  PAYMENT_WEBHOOK_URL: z.url(),
});

/** `<NAME>_FILE` names a file that holds the value of `<NAME>`. */
function withFiles(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const fromFiles = Object.keys(Configuration.shape).flatMap((name) => {
    const file = environment[`${name}_FILE`];
    return file === undefined ? [] : [[name, readFileSync(file, 'utf8').trim()] as const];
  });
  return { ...Object.fromEntries(fromFiles), ...environment };
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const parsed = Configuration.safeParse(withFiles(process.env));
if (!parsed.success) fail(`The payment simulator is not configured:\n${z.prettifyError(parsed.error)}`);
const configuration = parsed.data;
const simulator = await startPaymentSimulator({
  port: configuration.PORT,
  host: configuration.HOST,
  mongodbUri: configuration.MONGODB_URI,
  namespace: configuration.NAMESPACE,
  key: configuration.PAYMENT_PROVIDER_KEY,
  webhookSecret: configuration.PAYMENT_WEBHOOK_SECRET,
  webhookUrl: configuration.PAYMENT_WEBHOOK_URL,
}).catch((error: unknown) => fail(`The payment simulator did not start: ${String(error)}`));
process.stdout.write(`payment simulator listening on ${simulator.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
}
