import {
  AuthorizePayment,
  CapturePayment,
  OrderPlaced,
  ProductCreated,
  ProductPriceChanged,
  productStateExample,
  ReserveStock,
  ReversePayment,
  stockLinesExample,
} from './index.js';

const euros = (amount: number) => ({ amount, currency: 'EUR' });

describe('a contract', () => {
  it.each([-500, 0, 10_000_000_001, 9e15, 1.5])('refuses %d as the price of a product', (amount) => {
    const price = euros(amount);
    const { data } = ProductCreated.example;
    expect(ProductCreated.schema.safeParse({ ...data, price }).success).toBe(false);
    expect(ProductPriceChanged.schema.safeParse({ price, previousPrice: euros(1) }).success).toBe(false);
    expect(ProductPriceChanged.state?.safeParse({ ...productStateExample, price }).success).toBe(false);
  });

  it.each([1, 10_000_000_000])('takes %d as the price of a product', (amount) => {
    const price = euros(amount);
    expect(ProductPriceChanged.schema.safeParse({ price, previousPrice: price }).success).toBe(true);
    expect(ProductPriceChanged.state?.safeParse({ ...productStateExample, price }).success).toBe(true);
  });

  it('of a payment asks for more than nothing; what undoes it must always be readable', () => {
    const [authorize, capture, reverse] = [AuthorizePayment, CapturePayment, ReversePayment].map(
      ({ schema, example }) =>
        (amount: number) =>
          schema.safeParse({ ...example.data, amount: euros(amount) }).success,
    );
    for (const amount of [-500_000, 0]) expect([authorize?.(amount), capture?.(amount)]).toEqual([false, false]);
    const everything = 50 * 1_000 * 10_000_000_000;
    expect([authorize?.(everything), capture?.(everything), reverse?.(0)]).toEqual([true, true, true]);
  });

  it('bounds its lists and texts: one message never outgrows what a database takes', () => {
    const lines = (count: number) => Array.from({ length: count }, () => stockLinesExample[0]);
    const reserve = (count: number) =>
      ReserveStock.schema.safeParse({ ...ReserveStock.example.data, lines: lines(count) }).success;
    expect([reserve(50), reserve(51)]).toEqual([true, false]);
    const { data } = OrderPlaced.example;
    const titled = (length: number) =>
      OrderPlaced.schema.safeParse({ ...data, lines: data.lines.map((l) => ({ ...l, title: 'x'.repeat(length) })) });
    expect([titled(200).success, titled(201).success]).toEqual([true, false]);
  });
});
