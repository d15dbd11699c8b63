import { describeReport } from './describe-report.js';

const checked = [
  { invariant: 'money adds up', count: 12 },
  { invariant: 'stock adds up', count: 3 },
];

it('names each difference by id below its invariant', () => {
  const differences = [{ invariant: 'stock adds up', id: 'mug', message: '3 of 4' }];
  expect(describeReport({ checked, differences, sagas: [] })).toEqual([
    '✓ money adds up (12 checked)',
    '✗ stock adds up (3 checked, 1 difference)',
    '    mug: 3 of 4',
    '1 difference.',
  ]);
});

it('says so when there is none', () => {
  expect(describeReport({ checked, differences: [], sagas: [] }).at(-1)).toBe('Everything adds up.');
});

it('gives no tick to what it has not looked at', () => {
  const blind = [...checked, { invariant: 'no dead letters', count: 0, notLookedAt: 'no broker is named' }];
  const lines = describeReport({ checked: blind, differences: [], sagas: [] });
  expect(lines.slice(-2)).toEqual([
    '· no dead letters (not looked at: no broker is named)',
    'All that was looked at adds up.',
  ]);
});

it('tells how many runs use each version of a saga', () => {
  const old = { definition: 'order-fulfilment', version: 1, underWay: 2, confirmed: 5, cancelled: 1 };
  const sagas = [{ ...old, lastConfirmedAt: new Date(0) }];
  expect(describeReport({ checked, differences: [], sagas })).toContain(
    '· order-fulfilment, version 1: 2 under way, 5 confirmed (last at 1970-01-01T00:00:00.000Z), 1 cancelled',
  );
});
