import type { Message } from '@ordergraph/events';
import { type Decider, refuse } from '@ordergraph/messaging';
import { given } from './given-when-then.js';

interface Counter {
  readonly count: number;
  readonly at: Date | undefined;
}
const added = (count: number): Message => ({ type: 'counter.added.v1', data: { count } });
const counter: Decider<Counter> = {
  category: 'counter',
  initialState: () => ({ count: 0, at: undefined }),
  evolve: (state, { data }, { at }) => ({ count: state.count + (data as { count: number }).count, at }),
};
const addUpTo = (limit: number, count: number) => (state: Counter) =>
  state.count + count > limit ? refuse('full' as const) : [added(count)];

describe('given, when, then', () => {
  it('folds facts, decides, and shows messages and the state after', () => {
    given(counter, [added(1), added(2)])
      .when(addUpTo(10, 3))
      .then(added(3))
      .thenState((state) => expect(state).toEqual({ count: 6, at: new Date('2026-01-01T00:00:02.000Z') }));
  });

  it('tells refusals and nothing from decisions', () => {
    given(counter, [added(9)])
      .when(addUpTo(10, 3))
      .thenRefused('full');
    given(counter, [])
      .when(() => [])
      .thenNothing();
  });

  it('fails when the decision is another', () => {
    expect(() => given(counter, []).when(addUpTo(10, 3)).then(added(4))).toThrow();
    expect(() => given(counter, []).when(addUpTo(10, 3)).thenRefused('full')).toThrow();
    expect(() => given(counter, []).when(addUpTo(10, 3)).thenNothing()).toThrow();
  });
});
