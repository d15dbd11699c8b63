import { type BrokerMessage, handleOf } from '@ordergraph/messaging';

/** Of the dead letters that were named, those that are not among the found ones. */
export function notThere(handles: readonly string[] = [], found: readonly BrokerMessage[]): readonly string[] {
  const there = new Set(found.map(handleOf));
  return handles.filter((handle) => !there.has(handle));
}
