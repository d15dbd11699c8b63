import { addsUp, hold, openingStock, release, restock, sell, takeBack } from './stock.js';

const ten = openingStock('MUG', 10);

it('adds up after every movement', () => {
  const moved = takeBack(sell(release(hold(restock(ten, 5), 8), 2), 6), 1);
  expect(moved).toEqual({ sku: 'MUG', initial: 10, adjustments: 5, available: 10, reserved: 0, sold: 5 });
  expect(addsUp(moved)).toBe(true);
});

it.each([
  ['hold more than there is', () => hold(ten, 11)],
  ['release what is not held', () => release(ten, 1)],
  ['sell what is not held', () => sell(ten, 1)],
  ['take back what is not sold', () => takeBack(ten, 1)],
])('refuses to %s', (_, movement) => {
  expect(movement).toThrow('impossible stock of MUG');
});
