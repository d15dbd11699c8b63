import { type LoadedPayment, maySee, type PaymentsContext } from './context.js';

/** The payment when the caller may see it. Absent and forbidden are the same. */
export async function visiblePayment(id: string, context: PaymentsContext): Promise<LoadedPayment | undefined> {
  const loaded = await context.payments.load(id);
  return loaded && maySee(loaded.state, context.principal) ? loaded : undefined;
}
