import { valuesOf } from './declared-variables.js';

it('values are those of the names that are there, never what objects inherit', () => {
  const sent = JSON.parse('{"room":"a","after":null,"stray":1}') as Record<string, unknown>;
  const names = ['room', 'after', 'absent', 'constructor', '__proto__'];
  expect(Object.entries(valuesOf(sent, names))).toEqual([
    ['room', 'a'],
    ['after', null],
  ]);
});

it('values include one whose name every object inherits, if it was given', () => {
  const sent = JSON.parse('{"__proto__":"a"}') as Record<string, unknown>;
  expect(JSON.stringify(valuesOf(sent, ['__proto__']))).toBe('{"__proto__":"a"}');
});
