import { z } from 'zod';
import { defineCommand, type MessageOf } from '../contract.js';
import { Id } from '../values.js';

export const ReplayEnded = defineCommand('messaging.replay-ended.v1', {
  summary: 'Everything the owner had when the replay was asked for has been sent.',
  data: z.strictObject({ replayId: Id, owner: z.string(), messages: z.number().int().min(0) }),
  example: { data: { replayId: '8e3f2f3a-7e0f-4d21-9b06-5a1f2c3d4e5f', owner: 'inventory', messages: 12 } },
});
export type ReplayEnded = MessageOf<typeof ReplayEnded>;
