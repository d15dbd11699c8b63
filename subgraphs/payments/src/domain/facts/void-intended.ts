import { defineFact, type MessageOf } from '@ordergraph/events';
import { z } from 'zod';

export const VoidIntended = defineFact('payments.void-intended.v1', {
  summary: 'The provider is about to be asked to let the money go, under this key.',
  data: z.strictObject({ key: z.string() }),
  example: { data: { key: '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22/void/1' } },
});
export type VoidIntended = MessageOf<typeof VoidIntended>;
