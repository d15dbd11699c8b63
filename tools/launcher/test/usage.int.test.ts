import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './start-command.js';

jest.setTimeout(120_000);

const unused = join(tmpdir(), 'ordergraph-unused');

it.each(['dead-letters', 'rebuild-view', 'erase-person', 'after-restore', 'reconcile', 'chaos', 'start', 'demo'])(
  'npm run %s -- --help prints how it is used',
  async (name) => {
    const { status, output } = await runCommand(name, { DATA_DIRECTORY: unused }, '--help').ended;
    expect(status).toBe(0);
    expect(output).toMatch(/^Usage: npm (run )?\S+ -- /);
  },
);

it('a wrong option of chaos is answered with the options there are', async () => {
  const { status, errors } = await runCommand('chaos', {}, '--sed', '3').ended;
  expect(status).toBe(1);
  expect(errors).toMatch(/Unknown option '--sed'[^]*Usage: npm run chaos -- /);
});
