import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { deadLetterQueue, handleOf } from '@ordergraph/messaging';
import {
  startBreakableRabbit,
  testBrokerUrl,
  testMongo,
  type TestNamespace,
  uniqueNamespace,
} from '@ordergraph/testing';
import { mongo } from 'mongoose';
import { repositoryRoot } from '../src/platform/data-directory.js';
import { runCommand } from './start-command.js';

jest.setTimeout(120_000);

const { uri } = testMongo();
const publishNested = path.resolve(
  import.meta.dirname,
  '../../../shared/messaging/test/broker-rabbitmq/publish-nested.mjs',
);
const suite = testBrokerUrl() === undefined ? describe.skip : describe;

suite('a dead letter that ends every connection it comes over', () => {
  let rabbit: Awaited<ReturnType<typeof startBreakableRabbit>>;
  let namespace: TestNamespace;

  const named = () => ['--mongodb', uri, '--namespace', namespace.name, '--amqp', rabbit.url];

  beforeAll(async () => {
    rabbit = await startBreakableRabbit();
    await rabbit.control('eval', 'application:set_env(rabbit, frame_max, 131072).');
    namespace = uniqueNamespace();
    const client = await mongo.MongoClient.connect(uri);
    await client.db(`${namespace.name}_users`).createCollection('commits');
    await client.close();
    const broker = namespace.openBroker({ kind: 'rabbitmq', url: rabbit.url });
    await broker.declare({ exchanges: [], queues: [{ name: deadLetterQueue, bindings: [] }] });
    await broker.close(0);
    const to = [rabbit.url, `${namespace.name}.${deadLetterQueue}`, '13000'];
    await promisify(execFile)(process.execPath, ['--stack-size=60000', publishNested, ...to]);
  });
  afterAll(async () => {
    await namespace.cleanup();
    await rabbit.stop();
  });

  it.each([
    ['dead-letters', 1],
    ['reconcile', 2],
  ])('ends %s, too, which says what to do', async (name, expected) => {
    const { status, errors } = await runCommand(name, {}, ...named()).ended;
    expect(errors).toContain('The broker was lost on the way: operations.dead-letters could not be read');
    expect(errors).toContain('docs/runbooks/dead-letters.md');
    expect(status).toBe(expected);
  });

  it('is discarded by the same command on a larger stack', async () => {
    const envelope = { id: '', type: '', source: '', subject: '', time: '', version: 0, correlationId: '' };
    const handle = handleOf({ routingKey: '', content: Buffer.from('{}'), envelope });
    const discard = ['dead-letters', 'discard', handle, '--reason', 'nobody can read it', ...named()];
    const program = [path.join(repositoryRoot, 'tools/run.mjs'), ...discard];
    const { stdout } = await promisify(execFile)(process.execPath, ['--stack-size=7000', ...program]);
    expect(stdout).toContain('1');
    expect(await runCommand('dead-letters', {}, ...named()).ended).toMatchObject({ status: 0 });
  });
});
