import type { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { readDeadLetterCommand } from './command-line.js';

describe('the command line of dead letters', () => {
  it('lists when nothing is said', () => {
    expect(readDeadLetterCommand([])).toMatchObject({ name: 'list', json: false });
    expect(readDeadLetterCommand(['--json'])).toMatchObject({ name: 'list', json: true });
  });

  it('redrives what is named: by id, by error, or all', () => {
    const read = (...args: string[]) => readDeadLetterCommand(['redrive', ...args]);
    expect(read('a/1/0', 'b/1/0')).toMatchObject({ selection: { handles: ['a/1/0', 'b/1/0'] }, limit: 500 });
    expect(read('--group', 'NOT_YET', '--dry-run')).toMatchObject({
      selection: { errorCode: 'NOT_YET' },
      isDryRun: true,
    });
    expect(read('--all', '--limit', '7', '--by', 'robin')).toMatchObject({ limit: 7, by: 'robin', isDryRun: false });
  });

  it('says that --all is for redrive only', () => {
    expect(() => readDeadLetterCommand(['discard', '--all', '--reason', 'tired of them'])).toThrow(
      '--all is for redrive only',
    );
  });

  it.each([
    [['redrive']],
    [['redrive', '--all', '--group', 'A']],
    [['redrive', '--all', '--limit', '501']],
    [['redrive', '--all', '--limit', 'many']],
    [['discard', 'a/1/0']],
    [['discard', 'a/1/0', '--reason', ' ']],
    [['discard', '--all', '--reason', 'tired of them']],
    [['show']],
    [['burn', 'a/1/0']],
    [['list', '--everything']],
  ])('refuses %j, and shows how', (args) => {
    const remedyOf = (): string => {
      try {
        return readDeadLetterCommand(args).name;
      } catch (error) {
        return (error as InfrastructureUnavailable).remedy;
      }
    };
    expect(remedyOf()).toContain('Usage: npm run dead-letters');
  });
});
