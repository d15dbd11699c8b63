/**
 * Key of an event's cursor. A subscription resolver yields `{ [fieldName]: payload, [CURSOR]: 'cursor' }`; the cursor goes
 * out as `extensions.cursor`, whether or not the client selected it, so that whoever stands between can resume.
 */
export const CURSOR: unique symbol = Symbol('ordergraph.cursor');

/** What a subscription resolver yields. */
export interface SubscriptionEvent {
  readonly [fieldName: string]: unknown;
  readonly [CURSOR]?: string;
}
