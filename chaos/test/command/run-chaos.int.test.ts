import { execFile } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, '../../../tools/run.mjs');

interface Ended {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** `npm run chaos -- …`. */
const chaosCommand = (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, 'chaos', ...args],
      { env: { ...process.env, ...environment } },
      (_error, output, errors) => resolve({ status: child.exitCode ?? -1, output, errors }),
    );
  });

describe('npm run chaos', () => {
  it.each([
    [['--sed', '3'], "Unknown option '--sed'"],
    [['--seed'], "'--seed <value>' argument missing"],
    [['3'], "Unexpected argument '3'"],
  ])(
    'says what is wrong with %j, without a stack',
    async (args, why) => {
      const { status, errors } = await chaosCommand(args);
      expect(status).toBe(1);
      expect(errors).toContain(why);
      expect(errors).not.toContain('    at ');
    },
    120_000,
  );

  it('ends with its line of JSON also when no seed can be run, and names them', async () => {
    const nowhere = { TMPDIR: join(import.meta.dirname, 'nowhere') };
    const { status, output, errors } = await chaosCommand(['--seed', '4..5', '--faults', 'none', '--json'], nowhere);
    expect(status).toBe(1);
    expect(errors).toContain('seed 5 could not be run: ');
    expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toMatchObject({
      ok: false,
      seed: '4..5',
      failed: [4, 5],
    });
  }, 120_000);
});
