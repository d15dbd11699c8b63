import type { Fault } from '../fault.js';

/** SIGSTOP of MongoDB's primary: its connections stay open, and another is elected meanwhile. */
export const databasePause: Fault = {
  name: 'database-pause',
  lane: 'infrastructure',
  lasts: [4, 12],
  async begin({ servers: { mongo } }) {
    const member = await mongo.primary();
    mongo.pause(member);
    return {
      what: `SIGSTOP of MongoDB's primary, member ${member}`,
      end: () => Promise.resolve(mongo.resume(member)),
    };
  },
};
