import { type Fault, once } from '../fault.js';

/** The primary of MongoDB gives up its office; what it has not replicated is rolled back. */
export const databaseStepDown: Fault = {
  name: 'database-step-down',
  lane: 'infrastructure',
  lasts: [4, 10],
  async begin({ servers: { mongo } }) {
    const member = await mongo.primary();
    await mongo.stepDown();
    return once(`MongoDB member ${member} steps down`);
  },
};
