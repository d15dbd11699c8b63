import type { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { readErasePersonCommand } from './command-line.js';

describe('the command line of erasing a person', () => {
  it('takes one user, a reason and who asks', () => {
    expect(readErasePersonCommand(['u-1', '--reason', 'asked', '--by', 'olga'])).toEqual({
      platform: undefined,
      asked: { personId: 'u-1', reason: 'asked', by: 'olga' },
    });
  });

  it.each([[['--reason', 'r']], [['u-1']], [['u-1', '--reason', ' ']], [['u-1', 'u-2', '--reason', 'r']], [['--all']]])(
    'refuses %j, and shows how',
    (args) => {
      const remedyOf = (): string => {
        try {
          return readErasePersonCommand(args).asked.personId;
        } catch (error) {
          return (error as InfrastructureUnavailable).remedy;
        }
      };
      expect(remedyOf()).toContain('Usage: npm run erase-person');
    },
  );
});
