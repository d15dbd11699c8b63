import { parseArgs } from 'node:util';
import { readDeadLetters } from '../dead-letters/read-dead-letters.js';
import { describeDeadLetters } from '../dead-letters/describe-dead-letters.js';
import { print } from './platform-command.js';
import { runCommand } from './run-command.js';

/** `npm run dead-letters [-- --json]`: what failed for good, and why. Works while the platform runs and while it does not. */
await runCommand(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const messages = await readDeadLetters(process.env);
  if (values.json) messages.forEach((message) => print(JSON.stringify(message.envelope)));
  else describeDeadLetters(messages).forEach(print);
});
