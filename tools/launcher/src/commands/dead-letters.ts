import { readDeadLetters } from '../dead-letters/read-dead-letters.js';
import { describeDeadLetters } from '../dead-letters/describe-dead-letters.js';
import { commandOptions } from './command-options.js';
import { print, runCommand } from './run-command.js';

/** `npm run dead-letters [-- --json]`: what failed for good, and why. Works while the platform runs and while it does not. */
await runCommand(async () => {
  const { json } = commandOptions('npm run dead-letters', { json: 'one message a line, for programs' });
  const messages = await readDeadLetters(process.env);
  if (json) messages.forEach((message) => print(JSON.stringify(message.envelope)));
  else describeDeadLetters(messages).forEach(print);
});
