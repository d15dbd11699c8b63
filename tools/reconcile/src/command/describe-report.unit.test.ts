import { describeReport } from './describe-report.js';

const checked = [
  { invariant: 'money adds up', count: 12 },
  { invariant: 'stock adds up', count: 3 },
];

it('names each difference by id below its invariant', () => {
  const differences = [{ invariant: 'stock adds up', id: 'mug', message: '3 of 4' }];
  expect(describeReport({ checked, differences })).toEqual([
    '✓ money adds up (12 checked)',
    '✗ stock adds up (3 checked, 1 difference)',
    '    mug: 3 of 4',
    '1 difference.',
  ]);
});

it('says so when there is none', () => {
  expect(describeReport({ checked, differences: [] }).at(-1)).toBe('Everything adds up.');
});
