import { cutBelow, isNestedTooDeeply, MAX_NESTING } from './nesting.js';

const lists = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

describe('what is nested too deeply', () => {
  it.each([
    ['a number', 1, 0, false],
    ['null', null, 0, false],
    ['nothing', undefined, 0, false],
    ['an empty list', [], 0, true],
    ['an empty list', [], 1, false],
    ['an object in a list', [{}], 1, true],
    ['a list in an object, beside others', { a: 1, b: [1, []], c: 'c' }, 2, true],
    ['a list in an object, beside others', { a: 1, b: [1, []], c: 'c' }, 3, false],
    ['a list under a name of the language', JSON.parse('{ "__proto__": [[]] }'), 2, true],
  ])('%s: %j, where %i levels are allowed: %s', (_, value, levels, isTooDeep) => {
    expect(isNestedTooDeeply(value, levels)).toBe(isTooDeep);
  });

  it('is found without recursion', () => {
    expect(isNestedTooDeeply(lists(MAX_NESTING))).toBe(false);
    expect(isNestedTooDeeply(lists(MAX_NESTING + 1))).toBe(true);
    expect(isNestedTooDeeply(lists(1_000_000))).toBe(true);
    expect(isNestedTooDeeply(lists(1_000_000), 2_000_000)).toBe(false);
  });
});

describe('a value that is cut', () => {
  it('keeps what is not below', () => {
    const value = { a: 1, b: [{ c: [2] }, 'd'], e: null };
    expect(cutBelow(value, 4)).toEqual(value);
    expect(cutBelow(value, 3)).toEqual({ ...value, b: [{ c: undefined }, 'd'] });
    expect(cutBelow(value, 0)).toBeUndefined();
  });

  it('has as many levels as it is cut to, and can be written', () => {
    const cut = JSON.parse(JSON.stringify(cutBelow(lists(1_000_000), 10))) as unknown;
    expect([isNestedTooDeeply(cut, 9), isNestedTooDeeply(cut, 10)]).toEqual([true, false]);
  });
});
