import type { BrokerMessage } from '@ordergraph/messaging';
import { describeDeadLetters } from './describe-dead-letters.js';

function deadLetter(id: string, errorMessage: string): BrokerMessage {
  const failure = {
    queue: 'inventory.commands.t1',
    attempts: 4,
    firstFailedAt: '2026-01-01T00:00:00.000Z',
    errorCode: 'UNDECODABLE',
    errorMessage,
  };
  const envelope = {
    id,
    type: 'inventory.reserve-stock.v1',
    source: 'orders',
    subject: 'order',
    time: '2026-01-01T00:00:00.000Z',
    version: 1,
    correlationId: 'c',
    failure,
  };
  return { routingKey: 'inventory.reserve-stock', envelope, content: Buffer.from('{}') };
}

describe('a list of dead letters', () => {
  it('says that there are none', () => {
    expect(describeDeadLetters([])).toEqual(['No dead letters: nothing failed for good.']);
  });

  it('groups them by what went wrong, the most frequent first', () => {
    const letters = [deadLetter('a/1/0', 'rare'), deadLetter('b/1/0', 'often'), deadLetter('c/1/0', 'often')];
    expect(describeDeadLetters(letters).filter((line) => line.includes('×'))).toEqual([
      '2 × inventory.commands.t1: UNDECODABLE: often',
      '1 × inventory.commands.t1: UNDECODABLE: rare',
    ]);
  });

  it('sends no control characters of a message to the terminal', () => {
    const lines = describeDeadLetters([deadLetter('a\u001b[2J', 'unknown message type "\u001b]0;owned\u0007"')]);
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
    expect(lines.join('')).toContain('owned');
  });
});
