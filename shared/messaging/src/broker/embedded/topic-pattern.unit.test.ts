import { topicPattern } from './topic-pattern.js';

describe('a topic binding', () => {
  it.each([
    ['orders.order-placed', ['orders.order-placed'], ['orders.order-confirmed', 'orders', '']],
    ['orders.*', ['orders.order-placed'], ['orders', 'orders.a.b', 'payments.a']],
    ['*.order-placed', ['orders.order-placed'], ['order-placed', 'a.b.order-placed']],
    ['#', ['', 'orders', 'orders.order-placed'], []],
    ['orders.#', ['orders', 'orders.a', 'orders.a.b'], ['payments.orders']],
    ['#.placed', ['placed', 'a.placed', 'a.b.placed'], ['placed.a']],
    ['a.#.b.*', ['a.b.c', 'a.x.y.b.c', 'a.b.b.b'], ['a.b', 'a.c']],
  ])('%s matches as AMQP says', (pattern, matching, others) => {
    const matches = topicPattern(pattern);
    expect(matching.filter((key) => !matches(key))).toEqual([]);
    expect(others.filter((key) => matches(key))).toEqual([]);
  });
});
