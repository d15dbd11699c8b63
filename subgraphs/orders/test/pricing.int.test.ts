import { testMongo } from '@ordergraph/testing';
import mongoose from 'mongoose';
import { productCopiesIn } from '../src/views/product-copies.js';
import { placeOrder, twoMugs } from './operations.js';
import { anyBroker, openWorld, pen, robin, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld(anyBroker());
}, 60_000);
afterAll(async () => world.close());

/** A copy that was written before prices had bounds. */
async function copyOfPenCosts(amount: number): Promise<void> {
  const database = mongoose.createConnection(testMongo().uri, { dbName: `${world.namespace}_orders` });
  const { matchedCount } = await productCopiesIn(database).updateOne({ _id: pen }, { 'price.amount': amount });
  expect(matchedCount).toBe(1);
  await database.close();
}

it.each([9_000_000_000_000_000, -500])('orders nothing at a price that cannot be: %d', async (amount) => {
  const lines = [{ productId: pen, quantity: 1_000 }];
  await copyOfPenCosts(amount);
  const refused = await placeOrder(world.as(robin), twoMugs({ lines }));
  expect(refused.data?.placeOrder).toMatchObject({ __typename: 'ProductsUnavailable', productIds: [pen] });
  await copyOfPenCosts(250);
  const placed = await placeOrder(world.as(robin), twoMugs({ lines }));
  expect(placed.data?.placeOrder.__typename).toBe('PlaceOrderSuccess');
});
