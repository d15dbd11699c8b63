import { textAtMost } from '@ordergraph/events';
import { z } from 'zod';

/** What the provider writes, as much of it as messages carry: a text that is too long is no reason to lose an outcome. */
export const ProviderText = z.string().transform((text) =>
  // Without the first half of a character that is cut through.
  text.length > textAtMost ? text.slice(0, textAtMost).replace(/\p{Cs}$/u, '') : text,
);

export const ProviderDecline = z.object({
  code: ProviderText,
  message: ProviderText,
  retryableWithOtherMethod: z.boolean(),
});
