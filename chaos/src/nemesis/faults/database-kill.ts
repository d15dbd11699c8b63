import type { Fault } from '../fault.js';

/** `kill -9` of MongoDB's primary; it comes back on its data. */
export const databaseKill: Fault = {
  name: 'database-kill',
  lane: 'infrastructure',
  lasts: [4, 12],
  async begin({ servers: { mongo } }) {
    const member = await mongo.killPrimary();
    return { what: `kill -9 of MongoDB's primary, member ${member}`, end: () => mongo.start(member) };
  },
};
