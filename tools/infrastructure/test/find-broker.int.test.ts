import { join } from 'node:path';
import { findBroker, type FindBrokerOptions } from '../src/rabbit/find-broker.js';
import { recordedBroker } from '../src/rabbit/recorded-broker.js';
import { probeRabbit } from '../src/rabbit/probe-rabbit.js';
import { findRabbitProgram } from '../src/rabbit/rabbit-program.js';
import { temporaryDirectory } from './temporary-directory.js';

jest.setTimeout(60_000);

describe('finding a broker', () => {
  const root = temporaryDirectory();
  const request = (more: Partial<FindBrokerOptions> = {}): FindBrokerOptions => ({
    environment: { PATH: process.env['PATH'] },
    dataDirectory: join(root, 'data'),
    report: () => undefined,
    defaultUrl: 'amqp://127.0.0.1:1',
    ...more,
  });

  it('refuses an AMQP_URL that nobody answers at, without showing its password', async () => {
    const environment = { AMQP_URL: 'amqp://user:secret@127.0.0.1:1' };
    const refusal = findBroker(request({ environment }));
    await expect(refusal).rejects.toThrow(/^AMQP_URL names amqp:\/\/127\.0\.0\.1:1, which cannot be used/);
  });

  it('names every node of an AMQP_URL that names several, none with its password', async () => {
    const environment = { AMQP_URL: 'amqp://user:secret@127.0.0.1:1,amqp://user:secret@127.0.0.1:2' };
    const refusal = findBroker(request({ environment }));
    await expect(refusal).rejects.toThrow(/^AMQP_URL names amqp:\/\/127\.0\.0\.1:1,amqp:\/\/127\.0\.0\.1:2, which/);
  });

  it('takes the embedded broker when told to, also beside an AMQP_URL', async () => {
    const found = await findBroker(request({ environment: { BROKER: 'embedded', AMQP_URL: 'amqp://127.0.0.1:1' } }));
    expect(found).toMatchObject({ kind: 'embedded', source: 'embedded' });
  });

  it('goes on with the embedded broker where a data directory was used with it', async () => {
    const found = await findBroker(request({ recorded: 'embedded' }));
    expect(found.kind).toBe('embedded');
    expect(found.reason).toContain('used with it before');
  });

  it('refuses a kind that does not exist', async () => {
    await expect(findBroker(request({ environment: { BROKER: 'kafka' } }))).rejects.toThrow(
      'BROKER=kafka is not known',
    );
  });

  const whereInstalled = findRabbitProgram(process.env) ? it : it.skip;

  whereInstalled('leaves the private RabbitMQ of a running platform as it is', async () => {
    const dataDirectory = join(root, 'held');
    const held = { ...request({ dataDirectory }), source: 'private', isHeld: true } as const;
    await expect(recordedBroker(held)).rejects.toThrow(`on the data directory ${dataDirectory} does not answer`);
    const theirs = await findBroker(request({ dataDirectory }));
    const found = await recordedBroker(held);
    expect(found.url).toBe(theirs.url);
    await found.stop();
    await probeRabbit(theirs.url ?? '', 2_000);
    await theirs.stop();
  });

  whereInstalled('starts an installed RabbitMQ privately, adopts it, and breaks it at will', async () => {
    const found = await findBroker(request());
    expect(found).toMatchObject({ kind: 'rabbitmq', source: 'private' });
    const url = found.url ?? '';
    await probeRabbit(url, 2_000);
    await probeRabbit(`amqp://127.0.0.1:1,${url}`, 2_000);
    const adopted = await findBroker(request());
    expect(adopted.url).toBe(url);
    expect(adopted.reason).toContain('adopted');
    await adopted.stop();
    await expect(probeRabbit(url, 500)).rejects.toThrow();
    const again = await findBroker(request({ recorded: 'private' }));
    expect(again.url).toBe(url);
    await again.stop();
  });
});
