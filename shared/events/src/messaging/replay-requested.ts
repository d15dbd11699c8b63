import { z } from 'zod';
import { defineCommand, type MessageOf } from '../contract.js';
import { Id } from '../values.js';

export const ReplayRequested = defineCommand('messaging.replay-requested.v1', {
  summary: 'A consumer whose queue is new asks an owner for its published history, straight to that queue.',
  data: z.strictObject({ replayId: Id, routingKeys: z.array(z.string()).min(1), queue: z.string() }),
  example: {
    data: {
      replayId: '8e3f2f3a-7e0f-4d21-9b06-5a1f2c3d4e5f',
      routingKeys: ['inventory.product-created'],
      queue: 'orders.product-copies.t1',
    },
  },
});
export type ReplayRequested = MessageOf<typeof ReplayRequested>;
