import { startGateway } from './service.js';

startGateway({ environment: process.env }).then(
  (gateway) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => void gateway.stop().then(() => process.exit(0)));
    }
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
