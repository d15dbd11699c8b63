// A program of its own, since amqplib encodes recursively and so needs a stack that takes it:
// node --stack-size=… publish-nested.mjs <url> <queue> <depth>. Ends with status 1 when the broker does not confirm.
import { connect } from 'amqplib';

const [url, queue, depth] = process.argv.slice(2);
let nested = [];
for (let level = 1; level < Number(depth); level += 1) nested = [nested];
const connection = await connect(url);
connection.on('error', () => undefined);
const channel = await connection.createConfirmChannel();
channel.on('error', () => undefined);
channel.on('close', () => process.exit(1));
channel.publish('', queue, Buffer.from('{}'), { headers: { nested } });
await channel.waitForConfirms();
process.exit(0);
