import { execFile } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, '../../tools/run.mjs');

interface Ended {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** `npm run simulate -- …`. */
const simulate = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [script, 'simulate', ...args], (_error, output, errors) =>
      resolve({ status: child.exitCode ?? -1, output, errors }),
    );
  });

describe('npm run simulate', () => {
  it('ends with 0 when everything held', async () => {
    const { status, output } = await simulate('--runs', '60', '--seed', '1');
    expect(output).toMatch(/60 schedules, \d+ steps in .* schedules\/s\nEvery invariant held\./);
    expect(status).toBe(0);
  }, 120_000);

  it('ends with 1 and a story when something did not hold, and tells it again', async () => {
    const found = await simulate('--seed', '2', '--workers', '1', '--plant', 'missing-tombstone');
    expect(found.status).toBe(1);
    const [story, again] = [storyIn(found.output), /^Again: npm run simulate -- (?<args>.*)$/m.exec(found.output)];
    expect(story.at(0)).toMatch(/1 {2}!! a customer orders/);
    expect(found.output).toContain('order 1 is CANCELLED, and its stock is RESERVED');
    const told = await simulate(...(again?.groups?.['args'] ?? '').split(' '));
    expect([told.status, storyIn(told.output)]).toEqual([1, story]);
  }, 120_000);

  it('ends with 2 when it does not know what to do', async () => {
    const { status, errors } = await simulate('--plant', 'unknown');
    expect([status, errors]).toEqual([2, expect.stringContaining('there are none, acknowledge-before-commit')]);
  }, 60_000);
});

const storyIn = (output: string): string[] => output.split('\n').filter((line) => /^ +\d+ {2}/.test(line));
